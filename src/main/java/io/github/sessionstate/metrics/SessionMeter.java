package io.github.sessionstate.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionListener;
import io.github.sessionstate.session.SessionType;

/** Counts what happens to sessions as far as nothing else does. Thread-safe. */
final class SessionMeter implements SessionListener {
    private static final String WITHOUT_SASL = "XEP-0078";

    private final Clock clock;
    private final Tally logins = new Tally();
    private final Tally failures = new Tally();
    private final LongAdder binds = new LongAdder();
    private final Distribution lag = new Distribution(Duration.ofMillis(1), Duration.ofMillis(10),
            Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10));
    // Complete from the beginning: nothing is ever put into it again.
    private final Map<List<String>, Distribution> durations = new HashMap<>();

    /** @param clock that of the events */
    SessionMeter(Clock clock) {
        this.clock = clock;
        for (SessionType type : SessionType.values()) {
            if (type != SessionType.C2S_DESTROYED) {
                durations.put(List.of(type.toString()), new Distribution(Duration.ofSeconds(1), Duration.ofSeconds(5),
                        Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15),
                        Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12), Duration.ofDays(1),
                        Duration.ofDays(7)));
            }
        }
    }

    @Override
    public void sessionChanged(SessionEvent event) {
        lag.add(TimeUnit.MILLISECONDS.toNanos(clock.millis() - event.at().toEpochMilli()));
        switch (event.kind()) {
            case AUTHENTICATED -> logins.add(SaslWords.mechanism(event.session().facts().saslMechanism()));
            case LOGIN_FAILED -> failed(event.session().loginFailure());
            case BOUND -> bound(event.before().type());
            case DESTROYED -> durations.get(List.of(event.before().type().toString()))
                    .add(Duration.between(event.session().since(), event.at()).toNanos());
            default -> {
                // Told of by the counts of states.
            }
        }
    }

    private void failed(LoginFailure failure) {
        failures.add(SaslWords.mechanism(failure.mechanism()), SaslWords.condition(failure.condition()));
    }

    private void bound(SessionType before) {
        if (before == SessionType.C2S_UNAUTHED) {
            logins.add(WITHOUT_SASL);
        }
        binds.increment();
    }

    /** Logins that succeeded, by mechanism. */
    Map<List<String>, Long> logins() {
        return logins.counts();
    }

    /** Logins that failed, by mechanism and condition. */
    Map<List<String>, Long> failures() {
        return failures.counts();
    }

    /** How many resources were bound. */
    long binds() {
        return binds.sum();
    }

    /** How long it took until the last listener was told of a change. */
    Distribution lag() {
        return lag;
    }

    /** How long sessions lasted that ended, by the type that they had. */
    Map<List<String>, Distribution> durations() {
        return durations;
    }
}
