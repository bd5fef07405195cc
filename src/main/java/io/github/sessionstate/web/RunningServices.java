package io.github.sessionstate.web;

import java.time.Clock;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.history.History;
import io.github.sessionstate.metrics.Metrics;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.token.Grants;
import io.github.sessionstate.token.WrongTokens;

/**
 * What the servlets work with while the plugin runs. The server makes the servlets itself, by class name, so they find
 * this through {@link #current()}.
 *
 * @param sessions     the tables
 * @param records      what is written down of the sessions
 * @param login        who is asking
 * @param audit        where actions are written down
 * @param hooks        what is installed
 * @param arbiter      who decides binds
 * @param metrics      numbers for a monitoring system
 * @param settings     the settings, to be read and changed
 * @param accounts     whom settings may name
 * @param grants       what tokens are worth
 * @param history      what was
 * @param texts        the words on the page
 * @param files        the pages' scripts and styles
 * @param wrongTokens  who guesses
 * @param csrfTokens   made anew with every start: a token does not outlive the plugin's run
 * @param rosterSizes  how many contacts sessions have
 * @param keptColumns  what queries for sessions keep
 * @param knownTerms   what the last filters asked
 * @param keyedAnswers to commands that may come again
 * @param turns        who may wait for the history
 * @param questions    which ones about the history are in the audit log
 */
public record RunningServices(SessionRegistry sessions, SessionRecords records, AdminLogin login, AuditLog audit,
                              HookReport hooks, BindArbiter arbiter, Metrics metrics, LiveSettings settings,
                              Accounts accounts, Grants grants, History history, Texts texts, PageFiles files,
                              WrongTokens wrongTokens, CsrfTokens csrfTokens, RosterSizes rosterSizes,
                              KeptColumns keptColumns, KnownTerms knownTerms, KeyedAnswers keyedAnswers, Turns turns,
                              KnownQuestions questions) {
    private static volatile RunningServices current;

    /** Those of a plugin that is starting. */
    public RunningServices(SessionRegistry sessions, SessionRecords records, AdminLogin login, AuditLog audit,
                           HookReport hooks, BindArbiter arbiter, Metrics metrics, LiveSettings settings,
                           Accounts accounts, Grants grants, History history, Texts texts, PageFiles files) {
        this(sessions, records, login, audit, hooks, arbiter, metrics, settings, accounts, grants, history, texts,
                files, new WrongTokens(Clock.systemUTC()), new CsrfTokens(), new RosterSizes(System::nanoTime),
                new KeptColumns(), new KnownTerms(), new KeyedAnswers(System::nanoTime), new Turns(),
                new KnownQuestions(System::nanoTime));
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
}
