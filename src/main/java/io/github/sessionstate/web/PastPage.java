package io.github.sessionstate.web;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.history.Place;
import io.github.sessionstate.text.Quote;

/**
 * Which page of a list from the database is asked for.
 *
 * @param behind the place of the last row before it; null for the first page
 * @param after  the beginning of the span, so that it stays where it was on the first page; null without one
 * @param limit  how many rows it has at most: 1 or more, as a page without rows leads nowhere
 */
record PastPage(Place behind, Instant after, int limit) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;

    static final Parameter LIMIT =
            Parameter.count("limit", MAX_LIMIT, "How many at most; " + DEFAULT_LIMIT + " without it.");

    private static final Pattern KEY = Pattern.compile("(-?[0-9]{1,19})(?: (-?[0-9]{1,19}))?");
    private static final Pattern ID = Pattern.compile("[!-~]{1,40}");

    static PastPage of(Parameters parameters) throws ApiException {
        int limit = limit(parameters);
        String from = parameters.value(Cursor.FROM.name());
        if (from == null) {
            return new PastPage(null, null, limit);
        }
        Cursor cursor = Cursor.of(from);
        Matcher parts = KEY.matcher(String.valueOf(cursor.key()));
        try {
            if (parts.matches() && ID.matcher(cursor.id()).matches()) {
                return new PastPage(new Place(Long.parseLong(parts.group(1)), cursor.id()),
                        parts.group(2) == null ? null : Instant.ofEpochMilli(Long.parseLong(parts.group(2))), limit);
            }
        } catch (NumberFormatException e) {
            // Said below, as for all that is not of our making.
        }
        throw ApiException.badParameter("not a place in this list");
    }

    /** Whether all of the list is meant, and no page: in JSON nobody could read that before its end. */
    static boolean isAll(Parameters parameters, ListForm form) {
        return form == ListForm.CSV && parameters.value(LIMIT.name()) == null
                && parameters.value(Cursor.FROM.name()) == null;
    }

    private static int limit(Parameters parameters) throws ApiException {
        String complaint = "limit must be a number from 1 to " + MAX_LIMIT;
        int limit = (int) parameters.number(LIMIT.name(), DEFAULT_LIMIT, MAX_LIMIT, complaint);
        if (limit == 0) {
            throw ApiException.badParameter(complaint + ": " + Quote.of("0"));
        }
        return limit;
    }

    /** Where the page begins that is {@link #behind} this place, in a span with this beginning. */
    static Cursor cursor(Place behind, Instant after) {
        return new Cursor(behind.ended() + (after == null ? "" : " " + after.toEpochMilli()), behind.id());
    }

    /**
     * Writes into the audit log what was asked for: once, and not for each page, nor if it is asked again soon.
     *
     * @param list       what of
     * @param parameters of the request
     * @param asked      the same in words; empty for nothing
     */
    static void recordOnce(RunningServices services, Caller caller, String list, Parameters parameters, String asked) {
        String question = parameters.without(Set.of(LIMIT.name(), Cursor.FROM.name(), FieldKeys.FIELDS.name()));
        if (services.questions().isNew(caller.identity() + '\n' + list + '\n' + question)) {
            record(services, caller, list + asked);
        }
    }

    /** Writes into the audit log what was asked for. */
    static void record(RunningServices services, Caller caller, String asked) {
        caller.record(services.audit(), "Session State: look into the history", asked);
    }
}
