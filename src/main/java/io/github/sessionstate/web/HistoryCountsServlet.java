package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.sessionstate.history.CountQuery;
import io.github.sessionstate.history.PastCounts;
import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET history/counts}: how many logins, sessions and ends there were, by quarters of an hour, the oldest first.
 * Nothing of it stands in the audit log, as it tells of nobody.
 */
public final class HistoryCountsServlet extends ListServlet {
    private static final long serialVersionUID = 1L;
    private static final Duration DEFAULT_SPAN = Duration.ofDays(1);
    private static final Duration LONGEST_SPAN = Duration.ofDays(31);
    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.text(PastSpan.AFTER.name(),
                    "A moment (ISO 8601): quarters of an hour that began then or later; without it a day before the other."),
            Parameter.text(PastSpan.UNTIL.name(),
                    "A moment (ISO 8601): those that began earlier; without it those until now."));
    // Of sessions that had logged in: the plugin's own stop is no end.
    private static final List<String> CAUSES =
            Stream.concat(Arrays.stream(EndCause.values()).map(EndCause::toString), Stream.of(PastEnd.SERVER_LOST)).toList();

    /** Made by the server. */
    public HistoryCountsServlet() {
        super(ApiPaths.HISTORY_COUNTS, Scope.HISTORY, "How many logins, sessions and ends there were, by quarters of an"
                + " hour", PARAMETERS, List.of(Page.class));
    }

    /**
     * All of them.
     *
     * @param after       the span that counted: quarters that began at this moment or later
     * @param until       and before this one
     * @param slotSeconds how long each takes
     * @param counts      without those in which no server counted
     */
    record Page(Instant after, Instant until, long slotSeconds, List<PastCounts> counts) {
    }

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> given, ListForm form)
            throws ApiException {
        PastSpan span = span(PastSpan.of(Parameters.of(given, PARAMETERS)));
        CountQuery query = new CountQuery(span.after(), span.until());
        List<PastCounts> counts = services.turns().take(() ->
                Awaited.of(services.history().counts(query), Awaited.OF_HISTORY));
        return form == ListForm.CSV
                ? Listing.csv(Stream.concat(Stream.of("at", "logins", "failed_logins", "most_sessions"),
                CAUSES.stream().map(cause -> "ends_" + cause)).toList(),
                counts.stream().map(HistoryCountsServlet::line).toList(), null)
                : Listing.json(new Page(span.after(), span.until(), PastCounts.SLOT.toSeconds(), counts), null);
    }

    private static PastSpan span(PastSpan asked) throws ApiException {
        Instant until = Objects.requireNonNullElseGet(asked.until(), Instant::now);
        Instant after = Objects.requireNonNullElseGet(asked.after(), () -> until.minus(DEFAULT_SPAN));
        if (after.isAfter(until)) {
            throw ApiException.badParameter("after must not be later than until");
        }
        if (Duration.between(after, until).compareTo(LONGEST_SPAN) > 0) {
            throw ApiException.badParameter("at most " + LONGEST_SPAN.toDays() + " days at a time");
        }
        return new PastSpan(after, until);
    }

    private static String line(PastCounts counts) {
        return Csv.line(Stream.concat(Stream.of(counts.at(), counts.logins(), counts.failedLogins(),
                counts.mostSessions()), CAUSES.stream().map(cause -> counts.ends().getOrDefault(cause, 0L))).toList());
    }
}
