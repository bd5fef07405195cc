package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.token.Scope;

/** {@code GET sessions}; {@link SessionsQuery} tells what can be asked. */
public final class SessionsServlet extends ListServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public SessionsServlet() {
        super(ApiPaths.SESSIONS, Scope.READ, "The sessions", SessionsQuery.PARAMETERS,
                List.of(Page.class, Grouped.class));
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
    record Page(List<String> fields, @Rows(Rows.Kind.SESSION_OR_ARRAY) List<Json.Text> sessions, int total,
                int connected, SessionCounts counts, int ended, String from, String next, long version, boolean waited) {
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
    Listing list(RunningServices services, Caller caller, Map<String, String[]> parameters, ListForm form)
            throws ApiException {
        SessionsQuery query = SessionsQuery.of(parameters);
        FilterTerm selection = query.selection(services.knownTerms());
        boolean waited = query.following().await(services.records().changes(), event -> concerns(selection, event));
        // Before the tables are read: what changes meanwhile is told once more, and not left out.
        long version = services.records().changes().version();
        return query.grouping() == null ? page(services, query, form, version, waited)
                : grouped(services, query, form, version, waited);
    }

    private static Listing grouped(RunningServices services, SessionsQuery query, ListForm form, long version,
                                   boolean waited) {
        SessionGroups groups = SessionGroups.of(services, query);
        if (form == ListForm.CSV) {
            return Listing.csv(List.of("value", "count", "filter"), groups.groups().stream().map(group ->
                    Csv.line(Arrays.asList(group.value(), group.count(), group.filter()))).toList(), null);
        }
        return Listing.json(new Grouped(groups.groups(), groups.groupCount(), groups.others(), groups.total(),
                groups.connected(), services.sessions().counts(), services.records().ended().size(), version, waited),
                null);
    }

    private static Listing page(RunningServices services, SessionsQuery query, ListForm form, long version,
                                boolean waited) {
        SessionSearch.Page page = SessionSearch.run(services, query);
        List<String> rows = texts(page.rows(), found -> text(query, form, found.view()));
        // Less than was asked for is told if that is much.
        Cursor next = rows.size() == page.rows().size() ? page.next() : page.rows().get(rows.size()).cursor();
        Cursor link = rows.isEmpty() ? null : next;
        List<String> keys = query.columns().stream().map(SessionColumn::key).toList();
        if (form == ListForm.CSV) {
            return Listing.csv(keys, rows, link);
        }
        return Listing.json(new Page(query.asArrays() ? keys : null, rows.stream().map(Json.Text::new).toList(),
                page.total(), page.connected(), services.sessions().counts(), services.records().ended().size(),
                Objects.toString(page.from(), null), Objects.toString(next, null), version, waited), link);
    }

    private static String text(SessionsQuery query, ListForm form, SessionView view) {
        return form == ListForm.CSV ? Csv.line(SessionColumn.values(query.columns(), view))
                : Json.text(query.asArrays() ? SessionColumn.values(query.columns(), view)
                : SessionColumn.row(query.columns(), view));
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
