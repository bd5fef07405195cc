package io.github.sessionstate.web;

import io.github.sessionstate.history.Erasure;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST history/erase} with {@code {"username":"…"}}: erases what the history has of a user. Answers how much
 * that was. A token needs a scope that shows what is there, and one that changes what the server keeps.
 */
public final class EraseServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public EraseServlet() {
        super(ApiPaths.HISTORY_ERASE, Operation.post(Scope.HISTORY, "Erase what the history has of a user", Body.class,
                Erasure.class).and(Scope.SETTINGS));
    }

    /** @param username as it stands in JIDs */
    record Body(@Required String username) {
    }

    @Override
    Erasure run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        String username = ((Body) wanted).username;
        String complaint = Username.complaint(username);
        if (complaint != null) {
            throw ApiException.badBody(complaint);
        }
        String who = "username: " + Quote.line(username, AuditText.MAX_LINE);
        try {
            Erasure erased = services.turns().take(() ->
                    Awaited.of(services.history().erase(username), Awaited.OF_HISTORY));
            record(services, caller, who + "\nerased: " + erased.sessions() + " sessions, " + erased.logins()
                    + " failed logins, " + erased.queued() + " that waited to be written, " + erased.references()
                    + " mentions; sessions that go on: " + erased.openSessions());
            return erased;
        } catch (ApiException e) {
            // It may have been done, or be done later.
            record(services, caller, who + "\nnot known what was erased: " + e.getMessage());
            throw e;
        }
    }

    private static void record(RunningServices services, Caller caller, String details) {
        caller.record(services.audit(), "Session State: erase from the history", details);
    }
}
