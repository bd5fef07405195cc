package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.time.Duration;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.xmpp.packet.JID;

import io.github.sessionstate.binding.BindRules;
import io.github.sessionstate.binding.ConflictPolicy;
import io.github.sessionstate.binding.LimitPolicy;
import io.github.sessionstate.binding.ReconnectWars;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.MemoryProperties;
import io.github.sessionstate.settings.Setting;

class BindSettingsTest {
    private final StubServer server = new StubServer();
    private final GroupManager groups = mock(GroupManager.class);
    private final MockedStatic<GroupManager> statics = mockStatic(GroupManager.class);
    private final Group night = mock(Group.class);
    private final MemoryProperties properties = new MemoryProperties();
    private final BindSettings settings = new BindSettings(new LiveSettings(properties));

    @BeforeEach
    void begin() throws GroupNotFoundException {
        statics.when(GroupManager::getInstance).thenReturn(groups);
        when(groups.getGroup(anyString())).thenThrow(new GroupNotFoundException());
        doReturn(night).when(groups).getGroup("night");
        for (String user : new String[] {"john", "jane"}) {
            when(XMPPServer.getInstance().createJID(user, null)).thenReturn(new JID(user + "@example.org"));
        }
        when(night.isUser(new JID("john@example.org"))).thenReturn(true);
    }

    @AfterEach
    void stop() {
        statics.close();
        server.close();
    }

    private void set(Setting<?> setting, String value) {
        properties.set(setting.name(), value);
    }

    private int limitOf(String user) {
        return settings.rules(user).limit();
    }

    @Test
    void withoutPropertiesTheDefaultsCount() {
        assertThat(settings.rules("john")).isEqualTo(new BindRules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.REJECT_NEW));
        assertThat(settings.bindsWithoutRoster()).isFalse();
        assertThat(settings.mustAskForGroups()).isFalse();
    }

    // As the policies are found by the names of their constants.
    @Test
    void everyValueIsAPolicy() {
        for (String value : Setting.CONFLICT_POLICY.allowed().choices()) {
            set(Setting.CONFLICT_POLICY, value);
            assertThat(settings.rules("john").conflict().name()).isEqualToIgnoringCase(value);
        }
        for (String value : Setting.LIMIT_POLICY.allowed().choices()) {
            set(Setting.LIMIT_POLICY, value);
            assertThat(settings.rules("john").limitPolicy().name()).isEqualToIgnoringCase(value);
        }
    }

    @Test
    void aChangeCountsAtTheNextBind() {
        set(Setting.LIMIT_PER_USER, "3");
        set(Setting.LIMIT_POLICY, "close_idle");
        set(Setting.BIND_WITHOUT_ROSTER, "true");

        assertThat(settings.rules("john")).isEqualTo(new BindRules(ConflictPolicy.KICK_OLD, 3, LimitPolicy.CLOSE_IDLE));
        assertThat(settings.bindsWithoutRoster()).isTrue();
    }

    @Test
    void warsAreToldByTheirOwnLimits() {
        set(Setting.CONFLICT_WAR_THRESHOLD, "7");
        set(Setting.CONFLICT_WAR_WINDOW, "11");
        set(Setting.CONFLICT_WAR_COOL_DOWN, "13");

        assertThat(settings.warLimits())
                .isEqualTo(new ReconnectWars.Limits(7, Duration.ofSeconds(11), Duration.ofSeconds(13)));
    }

    // ------------------------------------------------------------------ who is exempt

    @Test
    void exemptUsersHaveNoLimitHoweverTheyAreSpelled() {
        set(Setting.LIMIT_PER_USER, "3");
        set(Setting.LIMIT_EXEMPT_USERS, "juan, John");

        assertThat(limitOf("john")).isZero();
        assertThat(limitOf("juan")).isZero();
        assertThat(limitOf("jane")).isEqualTo(3);
    }

    @Test
    void membersOfExemptGroupsHaveNoLimit() {
        set(Setting.LIMIT_PER_USER, "3");
        set(Setting.LIMIT_EXEMPT_GROUPS, "night");

        assertThat(limitOf("john")).isZero();
        assertThat(limitOf("jane")).isEqualTo(3);
    }

    @Test
    void aGroupThatTheServerDoesNotKnowExemptsNobodyAndHidesNoOther() throws GroupNotFoundException {
        set(Setting.LIMIT_PER_USER, "3");
        set(Setting.LIMIT_EXEMPT_GROUPS, "gone, night");

        assertThat(limitOf("john")).isZero();
        assertThat(limitOf("jane")).isEqualTo(3);
        verify(groups, times(2)).getGroup("gone");
    }

    // A directory may take its time.
    @Test
    void groupsAreAskedForOnlyWhereItMatters() throws GroupNotFoundException {
        set(Setting.LIMIT_EXEMPT_GROUPS, "night");
        assertThat(settings.mustAskForGroups()).isFalse();
        settings.rules("john");
        verifyNoInteractions(groups);

        set(Setting.LIMIT_PER_USER, "3");
        assertThat(settings.mustAskForGroups()).isTrue();
        settings.rules("john");
        verify(groups).getGroup("night");

        set(Setting.LIMIT_EXEMPT_USERS, "john");
        settings.rules("john");
        verifyNoMoreInteractions(groups);

        set(Setting.LIMIT_EXEMPT_GROUPS, " ");
        assertThat(settings.mustAskForGroups()).isFalse();
    }
}
