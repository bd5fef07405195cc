package io.github.sessionstate.openfire.tracked;

import java.lang.ref.WeakReference;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.jivesoftware.openfire.session.LocalClientSession;

/** One of the counters of the host's session, without a way from the session through all that leads to it. */
final class StanzaCounter implements LongSupplier {
    private final WeakReference<LocalClientSession> hostSession;
    private final ToLongFunction<LocalClientSession> count;

    private StanzaCounter(LocalClientSession hostSession, ToLongFunction<LocalClientSession> count) {
        this.hostSession = new WeakReference<>(hostSession);
        this.count = count;
    }

    /** @param hostSession null before the stream header, when nothing was counted */
    static LongSupplier of(LocalClientSession hostSession, ToLongFunction<LocalClientSession> count) {
        return hostSession == null ? () -> 0 : new StanzaCounter(hostSession, count);
    }

    @Override
    public long getAsLong() {
        LocalClientSession now = hostSession.get();
        return now == null ? 0 : count.applyAsLong(now);
    }
}
