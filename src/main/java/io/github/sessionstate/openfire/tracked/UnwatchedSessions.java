package io.github.sessionstate.openfire.tracked;

import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.sessionstate.session.SessionState;

/**
 * Live sessions that no accept hook follows, those on other transports and detached ones, and which of them to look at:
 * those of which there may be news each time, all others in turns. Sessions may be added and removed by any thread.
 */
public final class UnwatchedSessions {
    // How long after the last reason to look the host may still be at what gave it.
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(5);
    // After so many looks all have been looked at.
    private static final int LOOKS_AROUND = 20;

    private final LongSupplier nanoTime;
    private final Set<OpenfireSession> all = ConcurrentHashMap.newKeySet();
    // With the last moment that gave reason to look.
    private final ConcurrentMap<OpenfireSession, Long> unsettled = new ConcurrentHashMap<>();
    // Where the look around has come to.
    private Iterator<OpenfireSession> around = Collections.emptyIterator();

    /** @param nanoTime as {@link System#nanoTime()} */
    public UnwatchedSessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** There may be news of this session that the host tells nobody. */
    public void lookAt(OpenfireSession session) {
        all.add(session);
        unsettled.put(session, nanoTime.getAsLong());
    }

    /** It is over, or an accept hook follows it. */
    public void remove(OpenfireSession session) {
        all.remove(session);
        unsettled.remove(session);
    }

    /**
     * Looks at those whose turn it is. To be called several times a second, by one thread at a time.
     *
     * @param isToldOfNews whether {@link #lookAt} is called for all of which there are news; else all are looked at
     */
    public void look(boolean isToldOfNews, Consumer<OpenfireSession> look) {
        long now = nanoTime.getAsLong();
        unsettled.forEach((session, since) -> {
            look.accept(session);
            SessionState state = session.session().state();
            if (now - since > SETTLED_NANOS && state.isConnectedResource() && !state.detached()) {
                // Unless there is reason again.
                unsettled.remove(session, since);
            }
        });
        // A client may resume a session that the host has not noticed to be without it, and nothing tells of that.
        for (int left = isToldOfNews ? all.size() / LOOKS_AROUND + 1 : all.size(); left > 0; left--) {
            OpenfireSession session = next();
            if (session != null && !unsettled.containsKey(session)) {
                look.accept(session);
            }
        }
    }

    // Null if there is none.
    private OpenfireSession next() {
        if (!around.hasNext()) {
            around = all.iterator();
        }
        return around.hasNext() ? around.next() : null;
    }
}
