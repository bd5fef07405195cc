package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastSession;
import io.github.sessionstate.history.Place;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET history/sessions}: the sessions that the database has, those that go on first, then the newest end first.
 * Which of them were asked for stands in the audit log.
 */
public final class HistorySessionsServlet extends ListServlet {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 2_000;
    /** How far back a question goes that says nothing by which the database could find the rows. */
    static final Duration LATELY = Duration.ofDays(7);

    private static final long serialVersionUID = 1L;
    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("q", SessionFilter.MAX_LENGTH, "A filter."),
            Parameter.text("at", "A moment (ISO 8601): the sessions that there were then."),
            PastSpan.AFTER, PastSpan.UNTIL,
            Parameter.text("fields", "Keys of columns with commas between them, or all."),
            limit(), PastSpan.FROM);
    // In CSV, where there are no objects, in the order of the components of End and then of Kept.
    private static final List<String> KEYS_BESIDE_COLUMNS = List.of("ended_at", "ended_cause", "ended_condition",
            "ended_text", "ended_closed_by", "ended_replaced_by", "history_boot", "history_authenticated_at",
            "history_bound_at", "history_detaches", "history_resumes", "history_last_ip");

    /** Made by the server. */
    public HistorySessionsServlet() {
        super(ApiPaths.HISTORY_SESSIONS, Scope.HISTORY, "The sessions that are kept in the database", PARAMETERS,
                List.of(Page.class));
    }

    /**
     * A part of them.
     *
     * @param sessions   each with its properties, its {@link Kept}, and its {@link End}
     * @param after      the span that counted: ended at this moment or later; null without such a bound
     * @param until      ended at this moment or earlier; null without such a bound
     * @param searchedTo those that ended later have been looked at; null if all of the span have
     * @param next       where to go on; null if there is nothing more
     */
    record Page(@Rows(Rows.Kind.PAST_SESSION) List<Json.Text> sessions, Instant after, Instant until,
                Instant searchedTo, String next) {
    }

    /**
     * What the history alone knows of a session.
     *
     * @param boot            of which start of the server
     * @param authenticatedAt null if it is not known
     * @param boundAt         null if it is not known, or no resource was bound
     * @param detaches        how often it lost its connection and waited
     * @param resumes         how often it was resumed
     * @param lastIp          where the client was connected from in the end; null if that is where it was at first
     */
    record Kept(String boot, Instant authenticatedAt, Instant boundAt, int detaches, int resumes, String lastIp) {
        static Kept of(PastSession past) {
            return new Kept(past.boot(), past.authenticatedAt(), past.boundAt(), past.detaches(), past.resumes(),
                    past.lastIp());
        }
    }

    /**
     * How a session ended; see {@link PastEnd}.
     *
     * @param at when
     */
    record End(Instant at, String cause, String condition, String text, String closedBy, String replacedBy) {
        /** Null while it goes on. */
        static End of(PastSession past) {
            PastEnd end = past.end();
            return end == null ? null : new End(past.endedAt(), end.cause(), end.condition(), end.text(),
                    end.closedBy(), end.replacedBy());
        }
    }

    /** How many rows a page has; 1 or more, as a page without rows leads nowhere. */
    static Parameter limit() {
        return Parameter.count("limit", MAX_LIMIT, "How many at most; " + DEFAULT_LIMIT + " without it.");
    }

    static int limit(Parameters parameters) throws ApiException {
        String complaint = "limit must be a number from 1 to " + MAX_LIMIT;
        int limit = (int) parameters.number("limit", DEFAULT_LIMIT, MAX_LIMIT, complaint);
        if (limit == 0) {
            throw ApiException.badParameter(complaint + ": " + Quote.of("0"));
        }
        return limit;
    }

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> given, ListForm form)
            throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        Set<SessionColumn> columns = EndedServlet.columns(parameters.value("fields"));
        String text = parameters.value("q");
        SessionFilter filter = text == null ? SessionFilter.ALL : SessionFilter.ofPast(text);
        int limit = limit(parameters);
        Instant at = PastSpan.moment(parameters, "at");
        PastSpan.Start start = PastSpan.Start.of(parameters);
        Instant now = Instant.now();
        PastSearch search = new PastSearch(filter, at, span(parameters, filter, at, start, now));
        PastSearch.Found found = services.turns().take(() -> search.run(services.history(),
                start == null ? null : start.place(), limit, Awaited.OF_HISTORY, now));
        if (start == null) {
            caller.record(services.audit(), "Session State: look into the history", "sessions" + asked(search));
        }
        List<String> rows = texts(found.sessions(), past -> text(services, columns, form, past));
        // Of what did not fit into the answer the next page begins with the first.
        PastSession last = rows.size() == found.sessions().size() ? null : found.sessions().get(rows.size() - 1);
        Place place = last == null ? found.place() : last.place();
        Cursor next = place == null ? null : new PastSpan.Start(place, search.span().after()).cursor();
        if (form == ListForm.CSV) {
            return Listing.csv(Stream.concat(columns.stream().map(SessionColumn::key), KEYS_BESIDE_COLUMNS.stream())
                    .toList(), rows, next);
        }
        Instant searched = last == null ? found.searched() : Objects.requireNonNullElse(last.endedAt(), now);
        return Listing.json(new Page(rows.stream().map(Json.Text::new).toList(), search.span().after(),
                search.span().until(), searched, Objects.toString(next, null)), next);
    }

    private static PastSpan span(Parameters parameters, SessionFilter filter, Instant at, PastSpan.Start start,
                                 Instant now) throws ApiException {
        PastSpan span = PastSpan.of(parameters);
        if (at != null && !span.isEmpty()) {
            throw ApiException.badParameter("at excludes after and until");
        }
        if (at != null || span.after() != null || PastSearch.isNarrow(filter)) {
            return span;
        }
        return span.startingAt(start != null && start.after() != null ? start.after()
                : Objects.requireNonNullElse(span.until(), now).minus(LATELY));
    }

    // For the audit log.
    private static String asked(PastSearch search) {
        SessionFilter filter = search.filter();
        return (filter.isEmpty() ? "" : ", filter: " + Quote.line(filter.text(), SessionFilter.MAX_LENGTH))
                + (search.onlineAt() == null ? "" : ", at " + search.onlineAt())
                + (search.span().after() == null ? "" : ", after " + search.span().after())
                + (search.span().until() == null ? "" : ", until " + search.span().until());
    }

    private static String text(RunningServices services, Set<SessionColumn> columns, ListForm form, PastSession past) {
        SessionView view = new SessionView(past, past.state(), services);
        Kept kept = Kept.of(past);
        End end = End.of(past);
        if (form == ListForm.JSON) {
            Map<String, Object> row = SessionColumn.row(columns, view);
            row.put("history", kept);
            row.put("ended", end);
            return Json.text(row);
        }
        List<Object> values = SessionColumn.values(columns, view);
        values.addAll(end == null ? Arrays.asList(new Object[6])
                : Arrays.asList(end.at(), end.cause(), end.condition(), end.text(), end.closedBy(), end.replacedBy()));
        values.addAll(Arrays.asList(kept.boot(), kept.authenticatedAt(), kept.boundAt(), kept.detaches(),
                kept.resumes(), kept.lastIp()));
        return Csv.line(values);
    }
}
