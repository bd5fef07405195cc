package io.github.sessionstate.openfire.bind;

import java.util.Locale;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;

import io.github.sessionstate.binding.BindRules;
import io.github.sessionstate.binding.ConflictPolicy;
import io.github.sessionstate.binding.LimitPolicy;
import io.github.sessionstate.binding.ReconnectWars;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Names;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.settings.Settings;
import io.github.sessionstate.text.Log;

/** The server properties for binds, in the terms of the policies. Read anew for each bind. */
final class BindSettings {
    private static final Log LOG = Log.of(BindSettings.class);

    private final LiveSettings settings;

    BindSettings(LiveSettings settings) {
        this.settings = settings;
    }

    boolean bindsWithoutRoster() {
        return settings.get(Setting.BIND_WITHOUT_ROSTER);
    }

    /** Whether {@link #rules} asks the host for groups, which may have it ask a directory. */
    boolean mustAskForGroups() {
        Settings now = settings.current();
        return now.get(Setting.LIMIT_PER_USER) > 0 && !now.get(Setting.LIMIT_EXEMPT_GROUPS).isBlank();
    }

    /** What counts at a bind of this user. */
    BindRules rules(String username) {
        Settings now = settings.current();
        BindRules rules = new BindRules(
                ConflictPolicy.valueOf(now.get(Setting.CONFLICT_POLICY).toUpperCase(Locale.ROOT)),
                now.get(Setting.LIMIT_PER_USER),
                LimitPolicy.valueOf(now.get(Setting.LIMIT_POLICY).toUpperCase(Locale.ROOT)));
        return rules.limit() > 0 && isExempt(username, now) ? rules.withoutLimit() : rules;
    }

    private static boolean isExempt(String username, Settings now) {
        return Names.of(now.get(Setting.LIMIT_EXEMPT_USERS)).stream().anyMatch(username::equalsIgnoreCase)
                || Names.of(now.get(Setting.LIMIT_EXEMPT_GROUPS)).stream().anyMatch(group -> isMember(username, group));
    }

    private static boolean isMember(String username, String group) {
        try {
            return GroupManager.getInstance().getGroup(group)
                    .isUser(XMPPServer.getInstance().createJID(username, null));
        } catch (GroupNotFoundException e) {
            LOG.debug("There is no group '{}', which is exempt from the limit of sessions", group);
            return false;
        }
    }

    /** When kicks are a reconnect war. */
    ReconnectWars.Limits warLimits() {
        Settings now = settings.current();
        return new ReconnectWars.Limits(now.get(Setting.CONFLICT_WAR_THRESHOLD), now.get(Setting.CONFLICT_WAR_WINDOW),
                now.get(Setting.CONFLICT_WAR_COOL_DOWN));
    }
}
