package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.when;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.XMPPServerInfo;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.xmpp.packet.JID;

class OpenfireOwnersTest {
    private final AdminManager administrators = mock(AdminManager.class);
    private final LockOutManager lockOuts = mock(LockOutManager.class);
    private final UserManager users = mock(UserManager.class);
    private final MockedStatic<AdminManager> adminStatics = mockStatic(AdminManager.class);
    private final MockedStatic<LockOutManager> lockOutStatics = mockStatic(LockOutManager.class);
    private final MockedStatic<UserManager> userStatics = mockStatic(UserManager.class);
    private final MockedStatic<XMPPServer> serverStatics = mockStatic(XMPPServer.class);
    private final OpenfireOwners owners = new OpenfireOwners();

    OpenfireOwnersTest() {
        adminStatics.when(AdminManager::getInstance).thenReturn(administrators);
        lockOutStatics.when(LockOutManager::getInstance).thenReturn(lockOuts);
        userStatics.when(UserManager::getInstance).thenReturn(users);
        XMPPServer server = mock(XMPPServer.class);
        XMPPServerInfo info = mock(XMPPServerInfo.class);
        serverStatics.when(XMPPServer::getInstance).thenReturn(server);
        when(server.getServerInfo()).thenReturn(info);
        when(info.getXMPPDomain()).thenReturn("example.org");
        when(server.createJID(anyString(), any())).thenAnswer(call ->
                new JID(call.getArgument(0), "example.org", call.getArgument(1)));
        when(administrators.isUserAdmin("jane", true)).thenReturn(true);
    }

    @AfterEach
    void stop() {
        serverStatics.close();
        userStatics.close();
        lockOutStatics.close();
        adminStatics.close();
    }

    @Test
    void allWaysToWriteAnAccountAreOneJid() {
        assertThat(owners.domain()).isEqualTo("example.org");
        assertThat(owners.jidOf("jane")).isEqualTo("jane@example.org");
        assertThat(owners.jidOf("JANE")).isEqualTo("jane@example.org");
        assertThatThrownBy(() -> owners.jidOf("ja ne")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAdministratorIsUsable() {
        assertThat(owners.isUsable("jane")).isTrue();
        assertThat(owners.isUsable("john")).as("no administrator").isFalse();
    }

    @Test
    void whoIsLockedOutIsNot() {
        when(lockOuts.isAccountDisabled("jane")).thenReturn(true);

        assertThat(owners.isUsable("jane")).isFalse();
    }

    @Test
    void whoIsGoneIsNotThoughTheRightIsStillThere() throws Exception {
        when(users.getUser("jane")).thenThrow(new UserNotFoundException());

        assertThat(owners.isUsable("jane")).isFalse();
    }

    @Test
    void aDirectoryThatCannotBeAskedDoesNotAnswer() throws Exception {
        when(users.getUser("jane")).thenThrow(new IllegalStateException("for the test"));

        assertThatThrownBy(() -> owners.isUsable("jane")).isInstanceOf(IllegalStateException.class);
    }
}
