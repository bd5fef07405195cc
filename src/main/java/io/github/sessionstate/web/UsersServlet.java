package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.sessionstate.token.Scope;

/** {@code GET users}: those with bound sessions, the reference's {@code bare_sessions}, in the order of their JIDs. */
public final class UsersServlet extends ListServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public UsersServlet() {
        super(ApiPaths.USERS, Scope.READ, "The users with bound sessions", UsersQuery.PARAMETERS,
                List.of(Page.class));
    }

    /**
     * A page of users.
     *
     * @param users by {@link UserColumn}
     * @param total how many match in all
     * @param next  where the page after it begins; null if there is none
     */
    record Page(@Rows(Rows.Kind.USER) List<Json.Text> users, int total, String next) {
    }

    @Override
    Listing list(RunningServices services, Caller caller, Map<String, String[]> parameters, ListForm form)
            throws ApiException {
        UsersQuery query = UsersQuery.of(parameters);
        UserSearch.Page page = UserSearch.run(services, query);
        List<UserView> told = page.users().subList(0, Math.min(query.limit(), page.users().size()));
        List<String> rows = texts(told, user -> text(query, form, user));
        Cursor next = rows.size() == page.users().size() ? null
                : UsersQuery.place(page.users().get(rows.size()).bareJid());
        Cursor link = rows.isEmpty() ? null : next;
        if (form == ListForm.CSV) {
            return Listing.csv(query.columns().stream().map(UserColumn::key).toList(), rows, link);
        }
        return Listing.json(new Page(rows.stream().map(Json.Text::new).toList(), page.total(),
                Objects.toString(next, null)), link);
    }

    private static String text(UsersQuery query, ListForm form, UserView user) {
        Map<String, Object> row = UserColumn.row(query.columns(), user);
        return form == ListForm.CSV ? Csv.line(row.values()) : Json.text(row);
    }
}
