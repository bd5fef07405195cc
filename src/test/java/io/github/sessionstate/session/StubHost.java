package io.github.sessionstate.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A host that writes down what it is told to do. */
final class StubHost implements HostSession {
    final List<String> sent = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    /** Why the stream takes nothing; null if it does. */
    String refusal;

    @Override
    public long stanzasReceived() {
        return 3;
    }

    @Override
    public long stanzasSent() {
        return 7;
    }

    @Override
    public void send(StreamText text) throws SendRefusedException {
        if (refusal != null) {
            throw new SendRefusedException(refusal);
        }
        sent.add(text.toString());
    }

    @Override
    public CompletionStage<CloseResult> close(CloseReason reason) {
        closed.add(reason);
        return CompletableFuture.completedFuture(CloseResult.closed());
    }
}
