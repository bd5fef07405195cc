package io.github.sessionstate.binding;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.text.Log;

/** Tells listeners what policies decide, counts it, and remembers the last of it. Thread-safe. */
public final class BindEvents {
    /** How many decisions are remembered. */
    public static final int MOST_REMEMBERED = 50;

    private static final Log LOG = Log.of(BindEvents.class);

    private final List<BindListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLongArray counts = new AtomicLongArray(BindEvent.Kind.values().length);
    private final Deque<Decided> latest = new ArrayDeque<>(MOST_REMEMBERED);

    /**
     * What is remembered of an event: nothing of the sessions themselves, which may be long gone.
     *
     * @param at        when, by the server's clock
     * @param kind      what was the matter
     * @param fullJid   the JID that the client asked for; with {@link BindEvent.Kind#LIMIT} the bare JID if it asked
     *                  for none
     * @param policy    the name of the policy that decided
     * @param outcome   the outcome of the bind
     * @param closed    how many others were closed for it
     * @param sessionId of the session that bound
     * @param ip        of its client; null if the server does not know it
     */
    public record Decided(Instant at, BindEvent.Kind kind, String fullJid, String policy, BindEvent.Outcome outcome,
                          int closed, String sessionId, String ip) {
        static Decided of(BindEvent event) {
            SessionConnection connection = event.session().state().connection();
            return new Decided(event.at(), event.kind(), event.fullJid(), event.policy(), event.outcome(),
                    event.outcome() == BindEvent.Outcome.OTHERS_CLOSED ? event.others().size() : 0,
                    event.session().id(), connection == null ? null : connection.ip());
        }
    }

    /** From now on the listener is told of every decision. */
    public void addListener(BindListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** The listener is told no more. */
    public void removeListener(BindListener listener) {
        listeners.remove(listener);
    }

    /** How many events of each kind there were since the plugin was loaded. */
    public Map<BindEvent.Kind, Long> counts() {
        Map<BindEvent.Kind, Long> all = new EnumMap<>(BindEvent.Kind.class);
        for (BindEvent.Kind kind : BindEvent.Kind.values()) {
            all.put(kind, counts.get(kind.ordinal()));
        }
        return all;
    }

    /** The last decisions since the plugin was loaded, newest first; no more than {@link #MOST_REMEMBERED}. */
    public List<Decided> latest() {
        synchronized (latest) {
            return new ArrayList<>(latest);
        }
    }

    /**
     * Forgets the decisions about a user's binds.
     *
     * @param username as it stands in JIDs
     * @return how many there were
     */
    public int forget(String username) {
        String beginning = username + '@';
        synchronized (latest) {
            int before = latest.size();
            latest.removeIf(decided -> decided.fullJid() != null && decided.fullJid().startsWith(beginning));
            return before - latest.size();
        }
    }

    /** Forgets all decisions; tells how many there were. */
    public int clear() {
        synchronized (latest) {
            int all = latest.size();
            latest.clear();
            return all;
        }
    }

    /** Tells all listeners. */
    public void tell(BindEvent event) {
        counts.incrementAndGet(event.kind().ordinal());
        Decided decided = Decided.of(event);
        synchronized (latest) {
            if (latest.size() == MOST_REMEMBERED) {
                latest.removeLast();
            }
            latest.addFirst(decided);
        }
        for (BindListener listener : listeners) {
            try {
                listener.decided(event);
            } catch (Throwable e) {
                // An Error too, such as of a listener whose plugin was unloaded: the bind goes on.
                LOG.warn("Bind listener failed on {} at {}", event.kind(), event.fullJid(), e);
            }
        }
    }
}
