package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.token.Scope;

/** {@code GET sessions}; {@link SessionsQuery} tells what can be asked. */
public final class SessionsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    /** An answer has so many characters at most, unless one session alone has more. */
    static final int MAX_LENGTH = 4 << 20;

    /** Made by the server. */
    public SessionsServlet() {
        super(ApiPaths.SESSIONS, Operation.get(Scope.READ));
    }

    /**
     * A page of sessions.
     *
     * @param fields  what the values in each row are, if rows are arrays; else null
     * @param total   how many match in all
     * @param connected how many of them are connected resources
     * @param counts  those of all sessions
     * @param ended   how many ended lately, or failed to log in; see {@link EndedServlet}
     * @param from    where the page begins; null if it is empty
     * @param next    where the page after it begins; null if there is none
     * @param version that of the table
     * @param waited  false if there was no room to wait for a change
     */
    record Page(List<String> fields, List<Json.Text> sessions, int total, int connected, SessionCounts counts, int ended,
                String from, String next, long version, boolean waited) {
    }

    /**
     * The sessions in groups.
     *
     * @param groups     see {@link SessionGroups}, as the three behind it
     * @param groupCount see there
     * @param others     see there
     * @param total      see there
     * @param connected  see there
     * @param counts     as in {@link Page}, as the three behind it
     * @param ended      see there
     * @param version    see there
     * @param waited     see there
     */
    record Grouped(List<SessionGroups.Group> groups, int groupCount, int others, int total, int connected,
                   SessionCounts counts, int ended, long version, boolean waited) {
    }

    @Override
    Record answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        SessionsQuery query = SessionsQuery.of(parameters(request));
        FilterTerm selection = query.selection(services.knownTerms());
        boolean waited = query.following().await(services.records().changes(), event -> concerns(selection, event));
        // Before the tables are read: what changes meanwhile is told once more, and not left out.
        long version = services.records().changes().version();
        return query.grouping() == null ? page(services, query, version, waited)
                : grouped(services, query, version, waited);
    }

    private static Grouped grouped(RunningServices services, SessionsQuery query, long version, boolean waited) {
        SessionGroups groups = SessionGroups.of(services, query);
        return new Grouped(groups.groups(), groups.groupCount(), groups.others(), groups.total(), groups.connected(),
                services.sessions().counts(), services.records().ended().size(), version, waited);
    }

    private static Page page(RunningServices services, SessionsQuery query, long version, boolean waited) {
        SessionSearch.Page page = SessionSearch.run(services, query);
        List<Json.Text> rows = rows(query, page);
        // Less than was asked for is told if that is much.
        Cursor next = rows.size() == page.rows().size() ? page.next() : page.rows().get(rows.size()).cursor();
        List<String> fields = query.asArrays() ? query.columns().stream().map(SessionColumn::key).toList() : null;
        return new Page(fields, rows, page.total(), page.connected(), services.sessions().counts(),
                services.records().ended().size(), Objects.toString(page.from(), null),
                Objects.toString(next, null), version, waited);
    }

    private static List<Json.Text> rows(SessionsQuery query, SessionSearch.Page page) {
        List<Json.Text> rows = new ArrayList<>();
        int length = 0;
        for (SessionSearch.Row found : page.rows()) {
            String row = Json.text(query.asArrays() ? SessionColumn.values(query.columns(), found.view())
                    : SessionColumn.row(query.columns(), found.view()));
            length += row.length();
            // One at least: who asks on must come on.
            if (!rows.isEmpty() && length > MAX_LENGTH) {
                break;
            }
            rows.add(new Json.Text(row));
        }
        return rows;
    }

    // It may come into what is asked for, change there, or go out of it.
    private static boolean concerns(FilterTerm selection, SessionEvent event) {
        long now = System.currentTimeMillis();
        return holds(selection, event, event.after(), now) || holds(selection, event, event.before(), now);
    }

    private static boolean holds(FilterTerm selection, SessionEvent event, SessionState state, long now) {
        return state != null && !state.isDestroyed() && selection.holds(event.session(), state, now);
    }
}
