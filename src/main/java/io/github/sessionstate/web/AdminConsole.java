package io.github.sessionstate.web;

import java.util.Objects;

import io.github.sessionstate.session.SessionRegistry;

/**
 * What the servlets work with while the plugin runs. The host makes the servlets itself, by class name, so they find
 * this through {@link #current()}.
 *
 * @param sessions the tables
 * @param login    who is asking
 * @param audit    where actions are written down
 * @param hooks    what is installed
 */
public record AdminConsole(SessionRegistry sessions, AdminLogin login, AuditLog audit, HookReport hooks) {
    private static volatile AdminConsole current;

    public AdminConsole {
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(audit, "audit");
        Objects.requireNonNull(hooks, "hooks");
    }

    /** Null while the plugin is not running. */
    static AdminConsole current() {
        return current;
    }

    /** From now on the servlets answer. */
    public void open() {
        current = this;
    }

    /** From now on the servlets answer 503. */
    public void close() {
        if (current == this) {
            current = null;
        }
    }
}
