package io.github.sessionstate.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.history.Place;
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
    static final Parameter FROM = Parameter.text("from", "The next of an answer, to go on there.");

    // Four digits for the year: databases have numbers of milliseconds.
    private static final Pattern MOMENT = Pattern.compile("[0-9]{4}-.+");
    private static final Pattern PLACE = Pattern.compile("(-?[0-9]{1,19})(?: (-?[0-9]{1,19}))?");
    private static final Pattern ID = Pattern.compile("[!-~]{1,40}");

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

    // ------------------------------------------------------------------ pages

    /**
     * Where a page begins.
     *
     * @param place of the last row before it
     * @param after the beginning of the span, so that it stays where it was on the first page; null without one
     */
    record Start(Place place, Instant after) {
        Cursor cursor() {
            return new Cursor(place.ended() + (after == null ? "" : " " + after.toEpochMilli()), place.id());
        }

        /** That of the request; null for the first page. */
        static Start of(Parameters parameters) throws ApiException {
            String from = parameters.value(FROM.name());
            if (from == null) {
                return null;
            }
            Cursor cursor = Cursor.of(from);
            Matcher parts = PLACE.matcher(String.valueOf(cursor.key()));
            try {
                if (parts.matches() && ID.matcher(cursor.id()).matches()) {
                    return new Start(new Place(Long.parseLong(parts.group(1)), cursor.id()),
                            parts.group(2) == null ? null : Instant.ofEpochMilli(Long.parseLong(parts.group(2))));
                }
            } catch (NumberFormatException e) {
                // Said below, as for all that is not of our making.
            }
            throw ApiException.badParameter("not a place in this list");
        }
    }
}
