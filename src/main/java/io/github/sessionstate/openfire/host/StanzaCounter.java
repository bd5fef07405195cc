package io.github.sessionstate.openfire.host;

import java.lang.ref.WeakReference;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.jivesoftware.openfire.session.LocalClientSession;

/** What a session of the host counts, as long as that is there. */
final class StanzaCounter implements LongSupplier {
    private final WeakReference<LocalClientSession> session;
    private final ToLongFunction<LocalClientSession> count;

    StanzaCounter(LocalClientSession session, ToLongFunction<LocalClientSession> count) {
        this.session = new WeakReference<>(session);
        this.count = count;
    }

    @Override
    public long getAsLong() {
        LocalClientSession now = session.get();
        return now == null ? 0 : count.applyAsLong(now);
    }
}
