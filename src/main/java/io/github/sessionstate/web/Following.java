package io.github.sessionstate.web;

import java.time.Duration;
import java.util.function.Predicate;

import io.github.sessionstate.session.ChangeLog;
import io.github.sessionstate.session.SessionEvent;

/**
 * How a request follows what it asks for.
 *
 * @param since    the version of the table that the asker knows; null if it knows none
 * @param patience how long to wait for a change of what is asked for, if there is none since that version
 */
record Following(Long since, Duration patience) {
    static final int MAX_WAIT_SECONDS = 20;

    static final Parameter SINCE = Parameter.number("since", Long.MAX_VALUE - 1,
            "The version of an answer: answer once something has changed since then.");
    static final Parameter WAIT =
            Parameter.number("wait", MAX_WAIT_SECONDS, "For how many seconds at most; 0 without it.");

    static Following of(Parameters parameters) throws ApiException {
        return new Following(parameters.value("since") == null ? null : (Long) parameters.number("since", 0,
                Long.MAX_VALUE - 1, "since must be the version of an earlier answer"),
                Duration.ofSeconds(parameters.number("wait", 0, MAX_WAIT_SECONDS,
                        "wait must be a number of seconds from 0 to " + MAX_WAIT_SECONDS)));
    }

    /** Waits, if it is to; false if there was no room for that. */
    boolean await(ChangeLog changes, Predicate<SessionEvent> relevant) {
        if (since == null || patience.isZero()) {
            return true;
        }
        try {
            return changes.await(since, relevant, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
