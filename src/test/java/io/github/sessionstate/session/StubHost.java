package io.github.sessionstate.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** A host that writes down what it is told to do. */
public final class StubHost implements ServerSession {
    /** Null until it begins. */
    XmppSession session;
    final List<String> sent = new ArrayList<>();
    final List<Packet> stanzas = new ArrayList<>();
    public final List<CloseReason> closed = new ArrayList<>();
    /** Why the stream takes nothing; null if it does. */
    String refusal;
    /** What the host throws at a stanza; null if it does not. */
    RuntimeException failure;
    /** What the host knows besides. */
    public ServerFacts facts = ServerFacts.NONE;
    /** What the client said that it is; null if it did not. */
    public ClientSoftware software;
    /** What the client replies to a request. */
    final CompletableFuture<IQ> reply = new CompletableFuture<>();
    /** What happens when a stanza was sent. */
    Runnable whenSent = () -> { };

    @Override
    public void begins(XmppSession begun) {
        session = begun;
    }

    @Override
    public Number stanzasReceived() {
        return 3;
    }

    @Override
    public Number stanzasSent() {
        return 7;
    }

    @Override
    public ClientSoftware software() {
        return software;
    }

    @Override
    public ServerFacts facts() {
        return facts;
    }

    @Override
    public void send(StreamText text) throws SendRefusedException {
        if (refusal != null) {
            throw new SendRefusedException(refusal);
        }
        sent.add(text.toString());
    }

    @Override
    public void send(Packet stanza) throws SendRefusedException {
        if (refusal != null) {
            throw new SendRefusedException(refusal);
        }
        if (failure != null) {
            throw failure;
        }
        stanzas.add(stanza);
        whenSent.run();
    }

    @Override
    public CompletionStage<IQ> ask(IQ request) throws SendRefusedException {
        send(request);
        return reply;
    }

    @Override
    public CompletionStage<CloseResult> close(CloseReason reason) {
        closed.add(reason);
        return CompletableFuture.completedFuture(CloseResult.closed());
    }
}
