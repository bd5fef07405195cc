package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
    /** How far back a question goes that says nothing by which the database could find the rows. */
    static final Duration LATELY = Duration.ofDays(7);

    private static final long serialVersionUID = 1L;
    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("q", SessionFilter.MAX_LENGTH, "A filter."),
            Parameter.text("at", "A moment (ISO 8601): the sessions that there were then."),
            PastSpan.AFTER, PastSpan.UNTIL, FieldKeys.FIELDS, PastPage.LIMIT, Cursor.FROM);

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

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> given, ListForm form)
            throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        Set<SessionColumn> columns = EndedServlet.columns(parameters.value("fields"));
        String text = parameters.value("q");
        SessionFilter filter = text == null ? SessionFilter.ALL : SessionFilter.ofPast(text);
        Instant at = PastSpan.moment(parameters, "at");
        PastPage page = PastPage.of(parameters);
        Instant now = Instant.now();
        if (PastPage.isAll(parameters, form)) {
            return all(services, caller, new PastSearch(filter, at, span(parameters, at)), columns, now);
        }
        PastSearch search = new PastSearch(filter, at, span(parameters, filter, at, page, now));
        PastSearch.Found found = services.turns().take(() -> search.run(services.history(), page, now));
        PastPage.recordOnce(services, caller, "sessions", parameters, asked(search));
        List<String> rows = texts(found.sessions(), past -> text(services, columns, form, past));
        // Of what did not fit into the answer the next page begins with the first.
        Place place = rows.size() == found.sessions().size() ? found.place()
                : found.sessions().get(rows.size() - 1).place();
        Cursor next = place == null ? null : PastPage.cursor(place, search.span().after());
        if (form == ListForm.CSV) {
            return Listing.csv(keys(columns), rows, next);
        }
        Instant searched = place == null ? null
                : place.ended() == Place.OPEN ? now : Instant.ofEpochMilli(place.ended());
        return Listing.json(new Page(rows.stream().map(Json.Text::new).toList(), search.span().after(),
                search.span().until(), searched, Objects.toString(next, null)), next);
    }

    // However far back: no request looks at all of it, and so there is no other bound.
    private static Listing all(RunningServices services, Caller caller, PastSearch search, Set<SessionColumn> columns,
                               Instant now) throws ApiException {
        LongAnswer answer = LongAnswer.begin(services.turns(), LongAnswer.text(Csv.line(keys(columns))),
                LongAnswer.rows((behind, limit) -> search.ask(services.history(), behind, limit), PastSession::place,
                        past -> search.isMeant(past, now) ? line(services, columns, past) : null, ""));
        PastPage.record(services, caller, "sessions, all as CSV" + asked(search));
        return Listing.all(answer);
    }

    private static List<String> keys(Set<SessionColumn> columns) {
        return Stream.of(columns.stream().map(SessionColumn::key), Csv.keys("ended_", End.class),
                Csv.keys("history_", Kept.class)).flatMap(Function.identity()).toList();
    }

    private static PastSpan span(Parameters parameters, Instant at) throws ApiException {
        PastSpan span = PastSpan.of(parameters);
        if (at != null && !span.isEmpty()) {
            throw ApiException.badParameter("at excludes after and until");
        }
        return span;
    }

    private static PastSpan span(Parameters parameters, SessionFilter filter, Instant at, PastPage page,
                                 Instant now) throws ApiException {
        PastSpan span = span(parameters, at);
        if (at != null || span.after() != null || PastSearch.isNarrow(filter)) {
            return span;
        }
        return span.startingAt(page.after() != null ? page.after()
                : Objects.requireNonNullElse(span.until(), now).minus(LATELY));
    }

    // For the audit log.
    private static String asked(PastSearch search) {
        SessionFilter filter = search.filter();
        return (filter.isEmpty() ? "" : ", filter: " + Quote.line(filter.text(), SessionFilter.MAX_LENGTH))
                + (search.onlineAt() == null ? "" : ", at " + search.onlineAt())
                + search.span().asked();
    }

    private static String text(RunningServices services, Set<SessionColumn> columns, ListForm form, PastSession past) {
        return form == ListForm.JSON ? json(services, columns, past) : line(services, columns, past);
    }

    /** A session as this list has it in JSON. */
    static String json(RunningServices services, Set<SessionColumn> columns, PastSession past) {
        Map<String, Object> row = SessionColumn.row(columns, new SessionView(past, past.state(), services));
        row.put("history", Kept.of(past));
        row.put("ended", End.of(past));
        return Json.text(row);
    }

    private static String line(RunningServices services, Set<SessionColumn> columns, PastSession past) {
        List<Object> values = SessionColumn.values(columns, new SessionView(past, past.state(), services));
        values.addAll(Csv.values(End.class, End.of(past)));
        values.addAll(Csv.values(Kept.class, Kept.of(past)));
        return Csv.line(values);
    }
}
