package io.github.sessionstate.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.xmpp.packet.Packet;

/** What is written down of a session: to be read alone. For who writes to it or closes it, it has ended. */
public abstract class RecordedSession implements Session {
    /** Null: the server is not asked for what belongs to a session that is not there. */
    @Override
    public final List<String> roster() {
        return null;
    }

    @Override
    public final List<RosterContact> rosterItems() {
        return null;
    }

    @Override
    public final boolean send(String xml) {
        return false;
    }

    @Override
    public final boolean send(Packet stanza) {
        return false;
    }

    @Override
    public final CompletionStage<ClientReply> ask(String xml, int maxLength) {
        return CompletableFuture.completedFuture(ClientReply.without(ClientReply.Outcome.GONE));
    }

    @Override
    public final CompletionStage<CloseResult> close(CloseReason reason) {
        return CompletableFuture.completedFuture(CloseResult.gone());
    }
}
