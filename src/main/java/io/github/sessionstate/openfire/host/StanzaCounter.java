package io.github.sessionstate.openfire.host;

import java.lang.ref.WeakReference;
import java.util.function.ToLongFunction;

import org.jivesoftware.openfire.session.LocalClientSession;

/** What a session of the host counts, as long as that is there. */
final class StanzaCounter extends Number {
    private static final long serialVersionUID = 1;

    private final transient WeakReference<LocalClientSession> session;
    private final transient ToLongFunction<LocalClientSession> count;

    StanzaCounter(LocalClientSession session, ToLongFunction<LocalClientSession> count) {
        this.session = new WeakReference<>(session);
        this.count = count;
    }

    @Override
    public long longValue() {
        LocalClientSession now = session.get();
        return now == null ? 0 : count.applyAsLong(now);
    }

    @Override
    public int intValue() {
        return (int) longValue();
    }

    @Override
    public float floatValue() {
        return longValue();
    }

    @Override
    public double doubleValue() {
        return longValue();
    }
}
