package io.github.sessionstate.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sessionstate.session.ClientReply;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST sessions/ask}: {@code {"id":…,"xml":"<iq type='get'>…"}} asks a client and waits for its reply; without
 * {@code xml} it is pinged (XEP-0199). Outcomes: {@code answered}, {@code no_answer}, {@code queued} (the client is
 * detached, and gets it when it resumes), {@code gone}, {@code busy} (nothing was sent: too many wait), {@code failed}.
 */
public final class AskServlet extends ApiServlet {
    /** Each who waits holds a thread of the console, which has few, and does not let servlets wait without one. */
    static final int MAX_WAITING = 4;
    static final int MAX_REPLY = 16_384;

    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(AskServlet.class);
    private static final String SUMMARY = "Session State: ask a client";

    private final Duration patience;
    private final Semaphore places = new Semaphore(MAX_WAITING);

    /** Made by the server. */
    public AskServlet() {
        this(Duration.ofSeconds(5));
    }

    /** @param patience how long to wait for a reply */
    AskServlet(Duration patience) {
        super(ApiPaths.ASK, Operation.command(Scope.MESSAGE, "Ask a client, and wait for its reply", Body.class,
                Answer.class));
        this.patience = patience;
    }

    record Body(@Required String id, String xml) {
    }

    /**
     * The client's reply, or why there is none.
     *
     * @param detail     why it failed; null if it did not
     * @param type       of the reply: {@code result} or {@code error}; null without one
     * @param reply      the client's reply as XML, or the beginning of it; null without one
     * @param replyWhole whether that is all of it; null without a reply
     * @param millis     how long it took; null without a reply
     */
    record Answer(String id, String outcome, String detail, String type, String reply, Boolean replyWhole,
                  Long millis) {
        static Answer without(Target target, String outcome, String detail) {
            return new Answer(target.id(), outcome, detail, null, null, null, null);
        }
    }

    @Override
    Answer run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        Body body = (Body) wanted;
        CommandServlet.checked("xml", body.xml, SendServlet.MAX_XML);
        Target target = Target.of(services.sessions(), body.id);
        Answer answer = ask(target, body.xml);
        AuditText.entries(body.xml == null ? "ping" : "xml: " + body.xml, List.of(target),
                List.of(new CommandServlet.Outcome(answer.outcome, answer.detail)))
                .forEach(details -> caller.record(services.audit(), SUMMARY, details));
        return answer;
    }

    private Answer ask(Target target, String xml) {
        Session session = target.session();
        if (session == null) {
            return Answer.without(target, "gone", null);
        }
        if (!places.tryAcquire()) {
            return Answer.without(target, "busy", null);
        }
        long start = System.nanoTime();
        try {
            return await(target, session.ask(xml == null ? ping(session.state().host()) : xml, MAX_REPLY), start);
        } catch (SendRefusedException e) {
            return Answer.without(target, "failed", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Asking the client of session {} failed", target.id(), e);
            return Answer.without(target, "failed", "internal error; the server's log tells more");
        } finally {
            places.release();
        }
    }

    private Answer await(Target target, CompletionStage<ClientReply> pending, long start) {
        try {
            ClientReply reply = pending.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return reply.xml() == null ? Answer.without(target, reply.outcome().toString(), null)
                    : new Answer(target.id(), reply.outcome().toString(), null, reply.type(), reply.xml().text(),
                            !reply.xml().isCut(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (TimeoutException e) {
            return Answer.without(target, target.session().state().detached() ? "queued" : "no_answer", null);
        } catch (ExecutionException e) {
            return Answer.without(target, "failed", e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.without(target, "failed", "the server stopped waiting");
        }
    }

    // From the server itself: without a sender it would come from the user's account.
    private static String ping(String host) {
        return "<iq type='get' from='" + host + "'><ping xmlns='urn:xmpp:ping'/></iq>";
    }
}
