package io.github.sessionstate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

import io.github.sessionstate.text.Quote;

/**
 * Which part of the history a question is about.
 *
 * @param after not earlier than this; null without such a bound
 * @param until not later than this; null without such a bound
 */
record PastSpan(Instant after, Instant until) {
    static final Parameter AFTER = Parameter.text("after", "A moment (ISO 8601): ended then or later.");
    static final Parameter UNTIL = Parameter.text("until", "A moment (ISO 8601): ended then or earlier.");

    // Four digits for the year: databases have numbers of milliseconds.
    private static final Pattern MOMENT = Pattern.compile("[0-9]{4}-.+");

    static PastSpan of(Parameters parameters) throws ApiException {
        return new PastSpan(moment(parameters, AFTER.name()), moment(parameters, UNTIL.name()));
    }

    /** The moment of a parameter; null if that is not given. */
    static Instant moment(Parameters parameters, String name) throws ApiException {
        String text = parameters.value(name);
        if (text == null) {
            return null;
        }
        try {
            if (MOMENT.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // Said below, as for all that is none.
        }
        throw ApiException.badParameter(name + " takes a moment such as 2026-01-31T10:05:00Z: " + Quote.of(text));
    }

    /** Whether it has no bound. */
    boolean isEmpty() {
        return after == null && until == null;
    }

    /** The same from this moment on. */
    PastSpan startingAt(Instant moment) {
        return new PastSpan(moment, until);
    }

    /** What it adds to an entry of the audit log. */
    String asked() {
        return (after == null ? "" : ", after " + after) + (until == null ? "" : ", until " + until);
    }
}
