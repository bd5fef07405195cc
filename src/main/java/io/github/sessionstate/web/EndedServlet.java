package io.github.sessionstate.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.EndedSession;
import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.token.Scope;

/** {@code GET ended}: the sessions that ended lately and the logins that failed, the newest first. */
public final class EndedServlet extends ListServlet {
    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;
    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("q", SessionFilter.MAX_LENGTH, "A filter."),
            FieldKeys.FIELDS,
            Parameter.number("limit", MAX_LIMIT, "How many at most; " + DEFAULT_LIMIT + " without it."),
            Cursor.FROM, Following.SINCE, Following.WAIT);
    private static final Set<SessionEventKind> OF_INTEREST =
            Set.of(SessionEventKind.DESTROYED, SessionEventKind.LOGIN_FAILED);

    /** Made by the server. */
    public EndedServlet() {
        super(ApiPaths.ENDED, Scope.READ, "The sessions that ended lately, and the logins that failed", PARAMETERS,
                List.of(Page.class));
    }

    /**
     * A part of them.
     *
     * @param ended   each with its last properties, as the list of sessions has them, and its {@link End}
     * @param total   how many match in all
     * @param next    where the part after it begins; null if there is none
     * @param version that of the table
     * @param waited  false if there was no room to wait for a change
     */
    record Page(@Rows(Rows.Kind.ENDED_SESSION) List<Map<String, Object>> ended, int total, String next, long version,
                boolean waited) {
    }

    /**
     * How a session ended.
     *
     * @param at           when it ended, or the last login failed
     * @param cause        null if it goes on after a login that failed
     * @param failedLogins how many logins failed and none succeeded
     * @param mechanism    the SASL mechanism of the last of them; null if there was none, or it is not known
     * @param condition    see {@link SessionEnd} for these four; null if it goes on
     */
    record End(Instant at, EndCause cause, int failedLogins, String mechanism, String condition, String text,
               String closedBy, String replacedBy) {
        static End of(EndedSession ended) {
            SessionEnd end = ended.end();
            LoginFailure failure = ended.loginFailure();
            return end == null ? new End(ended.at(), null, failure.count(), failure.mechanism(), null, null, null, null)
                    : new End(ended.at(), end.cause(), failure.count(), failure.mechanism(), end.condition(),
                            end.text(), end.closedBy(), end.replacedBy());
        }
    }

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> given, ListForm form)
            throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        Set<SessionColumn> columns = columns(parameters.value("fields"));
        String text = parameters.value("q");
        SessionFilter filter = text == null ? SessionFilter.ALL : SessionFilter.ofEnded(text);
        int limit = (int) parameters.number("limit", DEFAULT_LIMIT, MAX_LIMIT,
                "limit must be a number from 0 to " + MAX_LIMIT);
        Cursor from = parameters.value("from") == null ? null : Cursor.of(parameters.value("from"));
        Instant newest = from == null ? null : moment(from);
        boolean waited = Following.of(parameters).await(services.records().changes(),
                event -> OF_INTEREST.contains(event.kind()));
        // Before they are read: what changes meanwhile is told once more, and not left out.
        long version = services.records().changes().version();
        // Ages count up to the end.
        List<EndedSession> matching = services.records().ended().all().stream()
                .filter(ended -> filter.matches(ended, ended.state(), ended.at().toEpochMilli())).toList();
        List<EndedSession> wanted = matching.stream().filter(ended -> from == null || isReached(ended, newest, from.id()))
                .limit(limit + 1L).toList();
        Cursor next = wanted.size() <= limit ? null
                : new Cursor(wanted.get(limit).at().toString(), wanted.get(limit).id());
        Cursor link = limit == 0 ? null : next;
        List<EndedSession> told = wanted.subList(0, Math.min(limit, wanted.size()));
        if (form == ListForm.CSV) {
            List<String> keys =
                    Stream.concat(columns.stream().map(SessionColumn::key), Csv.keys("ended_", End.class)).toList();
            return Listing.csv(keys, told.stream().map(ended -> line(services, columns, ended)).toList(), link);
        }
        return Listing.json(new Page(told.stream().map(ended -> row(services, columns, ended)).toList(),
                matching.size(), Objects.toString(next, null), version, waited), link);
    }

    private static Instant moment(Cursor from) throws ApiException {
        try {
            return Instant.parse(String.valueOf(from.key()));
        } catch (DateTimeParseException e) {
            throw ApiException.badParameter("not a place in this list");
        }
    }

    // In the order of EndedSession.NEWEST_FIRST, whether the one to begin with is still there or not.
    private static boolean isReached(EndedSession ended, Instant newest, String id) {
        int byTime = ended.at().compareTo(newest);
        return byTime < 0 || byTime == 0 && ended.id().compareTo(id) <= 0;
    }

    /** The columns of these keys, all for null: nobody asks the server for what belongs to a session that is gone. */
    static Set<SessionColumn> columns(String fields) throws ApiException {
        if (fields == null || fields.equals("all")) {
            return SessionColumn.BY_DEFAULT;
        }
        Set<SessionColumn> columns = SessionColumn.ofKeys(fields);
        for (SessionColumn column : columns) {
            if (column.is(ColumnTrait.ASKS_HOST)) {
                throw ApiException.badParameter("of sessions that ended there is no " + column.key());
            }
        }
        return columns;
    }

    /** A session as this list has it in JSON. */
    static Map<String, Object> row(RunningServices services, Set<SessionColumn> columns, EndedSession ended) {
        Map<String, Object> row = SessionColumn.row(columns, view(services, ended));
        row.put("ended", End.of(ended));
        return row;
    }

    private static String line(RunningServices services, Set<SessionColumn> columns, EndedSession ended) {
        List<Object> values = SessionColumn.values(columns, view(services, ended));
        values.addAll(Csv.values(End.class, End.of(ended)));
        return Csv.line(values);
    }

    private static SessionView view(RunningServices services, EndedSession ended) {
        return new SessionView(ended, ended.state(), services);
    }
}
