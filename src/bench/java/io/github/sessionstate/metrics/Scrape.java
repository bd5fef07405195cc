package io.github.sessionstate.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;

/** A page of metrics of 50,000 sessions: all bound, or all waiting for a login that does not come, the dearest case. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Scrape {
    private static final int SESSIONS = 50_000;

    /** Whether the sessions are bound. */
    @Param({"true", "false"})
    public boolean isBound;

    private Metrics metrics;

    /** Makes the sessions. */
    @Setup
    public void make() {
        Clock clock = Clock.systemUTC();
        SessionRegistry registry = new SessionRegistry(user -> List.of(), clock);
        metrics = new Metrics(registry, SessionRecords.of(registry), new BindArbiter(clock), new NoHooks(),
                () -> new HistoryStatus(0, 0, 0, 0, Duration.ZERO, null, null), new StanzaTimes(), clock);
        metrics.start();
        for (int i = 0; i < SESSIONS; i++) {
            SessionState accepted = SessionState.accepted(new StubConnection(i));
            registry.seeded(new StubHost(), isBound ? accepted.bound("user" + i, "example.org", "x", true) : accepted,
                    clock.instant().minusSeconds(600), clock.instant());
        }
    }

    /** The whole page as text. */
    @Benchmark
    public byte[] page() {
        return metrics.page(MetricsFormat.TEXT);
    }

    private record NoHooks() implements HookReport {
        @Override
        public List<HookStatus> hooks() {
            return List.of();
        }

        @Override
        public List<CapabilityStatus> capabilities() {
            return List.of();
        }

        @Override
        public Map<String, Long> repairs() {
            return Map.of();
        }

        @Override
        public long bypassed() {
            return 0;
        }
    }
}
