package io.github.sessionstate.web;

import java.time.Duration;
import java.util.List;

import io.github.sessionstate.history.ErasedAll;
import io.github.sessionstate.history.Erasure;
import io.github.sessionstate.session.EndedSessions;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST history/erase} with {@code {"username":"…"}}: erases what the history has of a user, and what is in memory
 * beside it. With {@code {"all":true}} it erases all of that of everybody. Answers how much that was. A token needs a scope
 * that shows what is there, and one that changes what the server keeps.
 */
public final class EraseServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;
    // Less than whoever waits for the history has.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Made by the server. */
    public EraseServlet() {
        super(ApiPaths.HISTORY_ERASE, Operation.post(Scope.HISTORY, "Erase what the history has of a user, or all of it",
                Body.class, Receipt.class).or(ReceiptOfAll.class).and(Scope.SETTINGS));
    }

    /**
     * One of the two.
     *
     * @param username as it stands in JIDs
     * @param all      whether all of everybody is meant
     */
    record Body(String username, Boolean all) {
    }

    /**
     * What was erased of a user; see {@link Erasure}.
     *
     * @param references where the name was taken from what is kept of others, rows and memory
     * @param endedList  sessions that ended and logins that failed lately, in memory
     * @param events     changes of sessions and decisions of policies, in memory
     */
    record Receipt(String username, long sessions, long logins, int queued, long references, int openSessions,
                   List<String> openIds, int endedList, int events) {
        static Receipt of(Erasure erased, EndedSessions.Forgotten ended, int events) {
            return new Receipt(erased.username(), erased.sessions(), erased.logins(), erased.queued(),
                    erased.references() + ended.references(), erased.openSessions(), erased.openIds(), ended.sessions(),
                    events);
        }

        String told() {
            return "erased: " + sessions + " sessions, " + logins + " failed logins, " + queued
                    + " that waited to be written, " + references + " mentions, " + endedList + " in the list of ended"
                    + " sessions, " + events + " events; sessions that go on: " + openSessions;
        }
    }

    /** What was erased of everybody; see {@link ErasedAll}, and {@link Receipt}. */
    record ReceiptOfAll(boolean done, long sessions, long logins, long knocks, long counts, int queued, int endedList,
                        int events) {
        static ReceiptOfAll of(ErasedAll erased, int endedList, int events) {
            return new ReceiptOfAll(erased.done(), erased.sessions(), erased.logins(), erased.knocks(), erased.counts(),
                    erased.queued(), endedList, events);
        }

        String told() {
            return (done ? "erased: " : "still going on, erased so far: ") + sessions + " sessions, " + logins
                    + " failed logins, " + knocks + " rows of connections, " + counts + " counts, " + queued
                    + " that waited to be written, " + endedList + " in the list of ended sessions, " + events + " events";
        }
    }

    @Override
    Object run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        Body body = (Body) wanted;
        boolean isAll = Boolean.TRUE.equals(body.all);
        if (isAll == (body.username != null)) {
            throw ApiException.badBody("give either a username, or all as true");
        }
        return isAll ? all(services, caller) : user(services, caller, body.username);
    }

    private static Receipt user(RunningServices services, Caller caller, String username) throws ApiException {
        String complaint = Username.complaint(username);
        if (complaint != null) {
            throw ApiException.badBody(complaint);
        }
        String who = "username: " + Quote.line(username, AuditText.MAX_LINE);
        try {
            EndedSessions.Forgotten ended = services.records().ended().forget(username);
            int events = services.records().changes().forget(username) + services.arbiter().events().forget(username);
            Receipt receipt = Receipt.of(services.turns().take(() ->
                    Awaited.of(services.history().erase(username), Awaited.OF_HISTORY)), ended, events);
            record(services, caller, who + '\n' + receipt.told());
            return receipt;
        } catch (ApiException e) {
            // It may have been done, or be done later.
            record(services, caller, who + "\nnot known what was erased: " + e.getMessage());
            throw e;
        }
    }

    private static ReceiptOfAll all(RunningServices services, Caller caller) throws ApiException {
        try {
            int ended = services.records().ended().clear();
            int events = services.records().changes().clear() + services.arbiter().events().clear();
            ReceiptOfAll receipt = ReceiptOfAll.of(services.turns().take(() ->
                    Awaited.of(services.history().eraseAll(PATIENCE), Awaited.OF_HISTORY)), ended, events);
            record(services, caller, "all of it\n" + receipt.told());
            return receipt;
        } catch (ApiException e) {
            record(services, caller, "all of it\nnot known what was erased: " + e.getMessage());
            throw e;
        }
    }

    private static void record(RunningServices services, Caller caller, String details) {
        caller.record(services.audit(), "Session State: erase from the history", details);
    }
}
