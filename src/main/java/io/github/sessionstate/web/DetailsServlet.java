package io.github.sessionstate.web;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.session.BoundedText;
import io.github.sessionstate.session.EndedSession;
import io.github.sessionstate.session.RosterContact;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET sessions/details?id=…}: all that is known of one session, of one that ended lately as it was then; 404 if
 * there is no such session.
 */
public final class DetailsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    private static final int MAX_PRESENCE = 16_384;
    private static final int MAX_CONTACTS = 1_000;
    private static final List<Parameter> PARAMETERS =
            List.of(Parameter.text("id", "Of a session that is there, or ended lately.").required());

    /** Made by the server. */
    public DetailsServlet() {
        super(ApiPaths.DETAILS, Operation.get(Scope.READ, "All that is known of a session", Details.class).with(PARAMETERS)
                .failing(Problem.UNKNOWN_SESSION));
    }

    /**
     * A session.
     *
     * @param ended         how it ended; null if it goes on
     * @param session       what the list has of it, but for the roster, and of one that has ended but for its size, and
     *                      {@code presence_whole}
     * @param reasons       why each predicate holds, or does not
     * @param contacts      the first thousand of {@code contactsTotal}; both null if the session has no roster, or none
     *                      that can be read
     * @param rosterError   why it cannot be read; null if it can
     * @param userSessions  of the same user, this one among them
     */
    record Details(EndedServlet.End ended, @Rows(Rows.Kind.SESSION) Map<String, Object> session, Reasons reasons,
                   Integer contactsTotal, List<RosterContact> contacts, String rosterError, List<SessionMoment> timeline,
                   List<UserSession> userSessions) {
    }

    record Reasons(PredicateReason connected, PredicateReason available, PredicateReason interested) {
        static Reasons of(SessionState state, List<SessionMoment> timeline) {
            return new Reasons(PredicateReason.connected(state, timeline),
                    PredicateReason.available(state, timeline), PredicateReason.interested(state, timeline));
        }
    }

    record UserSession(String id, String fullJid, int priority, boolean available, boolean top) {
    }

    @Override
    Details answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        String id = Parameters.of(parameters(request), PARAMETERS).value("id");
        // In this order: one that ends meanwhile is found as ended.
        Session session = services.sessions().byId(id).or(() -> services.records().ended().byId(id)).orElseThrow(() ->
                new ApiException(Problem.UNKNOWN_SESSION, "no such session: " + Quote.of(id)));
        SessionView view = new SessionView(session, session.state(), services);
        List<SessionMoment> timeline = session.timeline();
        List<RosterContact> contacts = null;
        String rosterError = null;
        try {
            contacts = session.rosterItems();
        } catch (RosterUnreadableException e) {
            rosterError = e.getMessage();
        }
        EndedServlet.End end = session instanceof EndedSession ended ? EndedServlet.End.of(ended) : null;
        return new Details(end, row(view), Reasons.of(view.state(), timeline), contacts == null ? null : contacts.size(),
                contacts == null ? null : contacts.subList(0, Math.min(MAX_CONTACTS, contacts.size())), rosterError,
                timeline, userSessions(services.sessions(), view.state()));
    }

    private static Map<String, Object> row(SessionView view) {
        Set<SessionColumn> columns = EnumSet.complementOf(EnumSet.of(SessionColumn.ROSTER));
        if (view.session() instanceof EndedSession) {
            // It has no roster to ask the server for.
            columns.remove(SessionColumn.ROSTER_SIZE);
        }
        Map<String, Object> row = SessionColumn.row(columns, view);
        BoundedText presence = view.session().presence(MAX_PRESENCE);
        row.put(SessionColumn.PRESENCE.key(), presence == null ? null : presence.text());
        row.put("presence_whole", presence == null ? null : !presence.isCut());
        return row;
    }

    private static List<UserSession> userSessions(SessionRegistry registry, SessionState state) {
        String bareJid = state.bareJid();
        if (bareJid == null) {
            return List.of();
        }
        List<Session> top = registry.topResources(bareJid);
        return registry.byBareJid(bareJid).map(UserSessions::all).orElse(List.of()).stream().map(other -> {
            SessionState its = other.state();
            return new UserSession(other.id(), its.fullJid(), its.priority(), its.isAvailableResource(),
                    top.contains(other));
        }).toList();
    }
}
