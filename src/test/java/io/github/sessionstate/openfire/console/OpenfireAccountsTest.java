package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.when;

import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

class OpenfireAccountsTest {
    private final UserManager users = mock(UserManager.class);
    private final GroupManager groups = mock(GroupManager.class);
    private final MockedStatic<UserManager> userStatics = mockStatic(UserManager.class);
    private final MockedStatic<GroupManager> groupStatics = mockStatic(GroupManager.class);
    private final OpenfireAccounts accounts = new OpenfireAccounts();

    OpenfireAccountsTest() {
        userStatics.when(UserManager::getInstance).thenReturn(users);
        groupStatics.when(GroupManager::getInstance).thenReturn(groups);
    }

    @AfterEach
    void stop() {
        userStatics.close();
        groupStatics.close();
    }

    @Test
    void whoIsFoundIsKnownAndWhoIsNotIsUnknown() throws Exception {
        when(users.getUser("nobody")).thenThrow(new UserNotFoundException());
        when(groups.getGroup("none")).thenThrow(new GroupNotFoundException());

        assertThat(accounts.hasUser("john")).isTrue();
        assertThat(accounts.hasUser("nobody")).isFalse();
        assertThat(accounts.isAccount("john")).isTrue();
        assertThat(accounts.isAccount("nobody")).isFalse();
        assertThat(accounts.hasGroup("night")).isTrue();
        assertThat(accounts.hasGroup("none")).isFalse();
    }

    @Test
    void whileTheDirectoryIsDownNobodyIsUnknown() throws Exception {
        when(users.getUser("john")).thenThrow(new IllegalStateException("for the test"));
        when(groups.getGroup("night")).thenThrow(new IllegalStateException("for the test"));

        assertThat(accounts.hasUser("john")).isTrue();
        assertThat(accounts.hasGroup("night")).isTrue();
        assertThatIllegalStateException().as("not known now").isThrownBy(() -> accounts.isAccount("john"));
    }
}
