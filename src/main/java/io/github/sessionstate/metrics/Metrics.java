package io.github.sessionstate.metrics;

import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindListener;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.health.HookReport.CapabilityStatus;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionType;

/**
 * The plugin's metrics. Counters count since the plugin was started; each number is right by itself, and two of one page
 * may be from slightly different moments. Thread-safe.
 */
public final class Metrics {
    private final SessionRegistry sessions;
    private final SessionRecords records;
    private final BindArbiter arbiter;
    private final HookReport hooks;
    private final Supplier<HistoryStatus> history;
    private final StanzaTimes stanzas;
    private final Clock clock;
    private final SessionMeter meter;
    private final Tally decisions = new Tally();
    private final BindListener decided = event ->
            decisions.add(event.kind().toString(), event.policy(), event.outcome().toString());

    /**
     * Counts nothing before {@link #start()}.
     *
     * @param sessions the tables
     * @param records  what is written down of the sessions
     * @param arbiter  who decides binds
     * @param hooks    what is installed
     * @param history  how writing it goes
     * @param stanzas  where the time is taken that stanzas take
     * @param clock    that of the tables
     */
    public Metrics(SessionRegistry sessions, SessionRecords records, BindArbiter arbiter, HookReport hooks,
                   Supplier<HistoryStatus> history, StanzaTimes stanzas, Clock clock) {
        this.sessions = sessions;
        this.records = records;
        this.arbiter = arbiter;
        this.hooks = hooks;
        this.history = history;
        this.stanzas = stanzas;
        this.clock = clock;
        this.meter = new SessionMeter(clock);
    }

    /** From now on it counts. Once, after all other listeners of changes are there. */
    public void start() {
        sessions.addListener(meter);
        arbiter.events().addListener(decided);
    }

    /** Counts no more. */
    public void stop() {
        arbiter.events().removeListener(decided);
        sessions.removeListener(meter);
    }

    /** All metrics as of now. */
    public byte[] page(MetricsFormat format) {
        Page page = new Page();
        addStates(page);
        addChanges(page);
        addBinds(page);
        addHistory(page);
        addHealth(page);
        return page.write(format);
    }

    private void addStates(Page page) {
        SessionCounts counts = sessions.counts();
        page.gauges("sessions", "Live client sessions by type.", List.of("type"), Map.of(
                List.of(SessionType.C2S_UNAUTHED.toString()), counts.c2sUnauthed(),
                List.of(SessionType.C2S_UNBOUND.toString()), counts.c2sUnbound(),
                List.of(SessionType.C2S.toString()), counts.connected()));
        page.gauges("sessions_by_predicate", "Live client sessions for which a predicate holds; several may hold for one.",
                List.of("predicate"), Map.of(List.of("notopen"), counts.notopen(),
                        List.of("connected"), counts.connected(), List.of("available"), counts.available(),
                        List.of("interested"), counts.interested(), List.of("detached"), counts.detached()));
        UnauthenticatedAges ages = UnauthenticatedAges.of(sessions.unboundInOrderOfAge(null, false), clock.instant());
        page.gauge("unauthenticated_oldest_age_seconds", "Age of the oldest live session that nobody has logged in to.",
                ages.oldest().toMillis() / 1_000.0);
        page.gauges("unauthenticated_sessions", "Live sessions that nobody has logged in to, by how old they are at least.",
                List.of("older_than_seconds"), ages.older());
    }

    private void addChanges(Page page) {
        page.counter("sessions_started", "Sessions that began, those from before the plugin included.",
                records.ends().created());
        page.counters("sessions_ended", "Sessions that ended, by cause.", List.of("cause"),
                by(Arrays.asList(EndCause.values()), EndCause::toString, records.ends()::ended));
        page.times("session_duration_seconds", "How long sessions lasted that ended, by the type that they had at last.",
                List.of("type"), meter.durations());
        page.counters("logins", "Logins that succeeded, by SASL mechanism.", List.of("mechanism"), meter.logins());
        page.counters("login_failures", "Logins that failed, by SASL mechanism and condition.",
                List.of("mechanism", "condition"), meter.failures());
        page.counter("changes", "Changes of sessions of which the change log knows.", records.changes().version());
        page.gauge("change_log_waiting", "Requests that wait for the next change.", records.changes().waiting());
        page.times("change_lag_seconds", "Time from a change of a session until all listeners were told.", meter.lag());
    }

    private void addBinds(Page page) {
        page.counter("binds", "Resources that were bound.", meter.binds());
        page.counter("binds_bypassed", "Resources that were bound without a decision though binds are decided.",
                hooks.bypassed());
        page.counters("bind_decisions", "Decisions of policies at binds.", List.of("kind", "policy", "outcome"),
                decisions.counts());
        page.gauge("reconnect_wars", "Resources that clients keep taking from each other now.", arbiter.wars().size());
    }

    private void addHistory(Page page) {
        HistoryStatus status = history.get();
        page.gauge("history_queued_rows", "Rows of the history that wait to be written.", status.queuedRows());
        page.gauge("history_queued_bytes", "About how much memory the rows take that wait to be written.",
                status.queuedBytes());
        page.gauge("history_lag_seconds", "For how long the oldest row waits to be written.",
                status.lag().toMillis() / 1_000.0);
        page.counter("history_rows_written", "Rows of the history that were written, each as often as it was.",
                status.written());
        page.counter("history_rows_dropped", "Rows of the history that were not written, as too many waited or the"
                + " database refused them.", status.dropped());
    }

    private void addHealth(Page page) {
        List<HookStatus> reports = hooks.hooks();
        Map<List<String>, Integer> states = new HashMap<>();
        for (HookStatus hook : reports) {
            for (HookReport.State state : HookReport.State.values()) {
                states.put(List.of(hook.name(), state.toString()), hook.state() == state ? 1 : 0);
            }
        }
        page.gauges("hook_state", "1 for the state that an integration point is in, else 0.", List.of("hook", "state"),
                states);
        page.counters("hook_failures", "Failures of the plugin's own code, by integration point.", List.of("hook"),
                by(reports, HookStatus::name, hook -> hook.failures().count()));
        page.gauges("capability_missing", "1 for what this server does not offer, else 0.", List.of("capability"),
                by(hooks.capabilities(), CapabilityStatus::name, capability -> capability.offered() ? 0L : 1L));
        page.counters("repairs", "What had to be repaired as an integration point had missed something, by kind.",
                List.of("kind"), by(hooks.repairs().entrySet(), Map.Entry::getKey, Map.Entry::getValue));
        page.times("stanza_hook_seconds", "Time that the plugin takes when a stanza passes it; one in "
                + StanzaTimes.EVERY + " is timed.", stanzas.times());
    }

    private static <T> Map<List<String>, Long> by(Iterable<T> items, Function<T, String> name,
                                                  Function<T, Long> count) {
        Map<List<String>, Long> counts = new HashMap<>();
        items.forEach(item -> counts.put(List.of(name.apply(item)), count.apply(item)));
        return counts;
    }
}
