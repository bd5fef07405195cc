package io.github.sessionstate.web;

import java.util.Objects;

import io.github.sessionstate.health.BindReport;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.settings.LiveSettings;

/**
 * What the servlets work with while the plugin runs. The host makes the servlets itself, by class name, so they find
 * this through {@link #current()}.
 */
public final class RunningServices {
    private static volatile RunningServices current;

    private final SessionRegistry sessions;
    private final SessionRecords records;
    private final AdminLogin login;
    private final AuditLog audit;
    private final HookReport hooks;
    private final BindReport binds;
    private final LiveSettings settings;
    private final Accounts accounts;
    private final Texts texts;
    // Made anew with every start: a token does not outlive the plugin's run.
    private final CsrfTokens csrfTokens = new CsrfTokens();
    private final RosterSizes rosterSizes = new RosterSizes(System::nanoTime);

    /**
     * @param sessions the tables
     * @param records  what is written down of the sessions
     * @param login    who is asking
     * @param audit    where actions are written down
     * @param hooks    what is installed
     * @param binds    what was decided about binds
     * @param settings the settings, to be read and changed
     * @param accounts whom settings may name
     * @param texts    the words on the page
     */
    public RunningServices(SessionRegistry sessions, SessionRecords records, AdminLogin login, AuditLog audit,
                        HookReport hooks, BindReport binds, LiveSettings settings, Accounts accounts, Texts texts) {
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.records = Objects.requireNonNull(records, "records");
        this.login = Objects.requireNonNull(login, "login");
        this.audit = Objects.requireNonNull(audit, "audit");
        this.hooks = Objects.requireNonNull(hooks, "hooks");
        this.binds = Objects.requireNonNull(binds, "binds");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.texts = Objects.requireNonNull(texts, "texts");
    }

    /** Null while the plugin is not running. */
    static RunningServices current() {
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

    SessionRegistry sessions() {
        return sessions;
    }

    SessionRecords records() {
        return records;
    }

    AdminLogin login() {
        return login;
    }

    AuditLog audit() {
        return audit;
    }

    HookReport hooks() {
        return hooks;
    }

    BindReport binds() {
        return binds;
    }

    LiveSettings settings() {
        return settings;
    }

    Accounts accounts() {
        return accounts;
    }

    Texts texts() {
        return texts;
    }

    CsrfTokens csrfTokens() {
        return csrfTokens;
    }

    RosterSizes rosterSizes() {
        return rosterSizes;
    }
}
