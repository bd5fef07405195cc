package io.github.sessionstate.openfire.host;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

import io.github.sessionstate.session.SendRefusedException;

/**
 * What clients reply to requests. The host itself waits for replies by their ids: so other stanzas cost nothing, and what
 * is waited for goes nowhere else. A reply that comes too late is taken and dropped, for about a minute.
 *
 * <p>The host takes a reply with such an id from whoever sends it. So each request gets an id that nobody guesses, and
 * its reply the one back that the request had.
 */
public final class ClientReplies {
    private final Supplier<IQRouter> router;
    private final Map<String, Question> open = new ConcurrentHashMap<>();
    private volatile boolean isStopped;

    /** @param router waits for replies */
    ClientReplies(Supplier<IQRouter> router) {
        this.router = router;
    }

    /**
     * From now on the reply to this request is waited for. The caller sends the request, on this thread.
     *
     * @param client  a bound session
     * @param request of type get or set, with an id; gets another one
     * @return the client's reply, of type result or error; null once the session has ended. Fails with
     *         {@link SendRefusedException} if the host refused in the client's place, and once the plugin stops
     */
    public CompletableFuture<IQ> expect(LocalClientSession client, IQ request) {
        Question question = new Question(client, request.getID());
        request.setID(question.id);
        open.put(question.id, question);
        router.get().addIQResultListener(question.id, question);
        if (isStopped) {
            giveUp(question);
        }
        return question.reply;
    }

    /** The session has ended: it replies to nothing any more. */
    public void ended(LocalClientSession client) {
        open.values().stream().filter(question -> question.client == client)
                .forEach(question -> question.reply.complete(null));
    }

    /** Nobody waits any more, in the host neither. */
    public void stop() {
        isStopped = true;
        open.values().forEach(this::giveUp);
    }

    // The host forgets who waits for a reply when there is one, and offers no other way.
    private void giveUp(Question question) {
        question.reply.completeExceptionally(
                new CancellationException("the plugin was stopped before the client answered"));
        IQ none = new IQ(IQ.Type.result, question.id);
        none.setFrom(question.client.getAddress().getDomain());
        none.setTo(none.getFrom());
        router.get().route(none);
    }

    /** A request that the host waits for the reply to. */
    private final class Question implements IQResultListener {
        private final String id = UUID.randomUUID().toString();
        private final CompletableFuture<IQ> reply = new CompletableFuture<>();
        private final Thread asker = Thread.currentThread();
        private final LocalClientSession client;
        private final String idBefore;

        Question(LocalClientSession client, String idBefore) {
            this.client = client;
            this.idBefore = idBefore;
        }

        @Override
        public void receivedAnswer(IQ answer) {
            open.remove(id);
            if (Thread.currentThread() == asker) {
                // While it was being sent: a privacy list of the client's (XEP-0016) or a blocked address (XEP-0191).
                reply.completeExceptionally(new SendRefusedException("the server kept it from the client, "
                        + "whose privacy list or block list does not let it through"));
            } else if (isTheClients(answer)) {
                IQ copy = answer.createCopy();
                copy.setID(idBefore);
                reply.complete(copy);
            }
        }

        // The host replies itself, with an error, to what a client had not acknowledged (XEP-0198) at its end.
        private boolean isTheClients(IQ answer) {
            JID from = answer.getFrom();
            return client.getAddress().equals(from) && !client.isDetached() && !HostSessions.isClosedForGood(client);
        }

        @Override
        public void answerTimeout(String timedOut) {
            open.remove(id);
        }
    }
}
