package io.github.sessionstate.binding;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.sessionstate.text.Log;

/** Tells listeners what policies decide, and counts it. Thread-safe. */
public final class BindEvents {
    private static final Log LOG = Log.of(BindEvents.class);

    private final List<BindListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLongArray counts = new AtomicLongArray(BindEvent.Kind.values().length);

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

    /** Tells all listeners. */
    public void tell(BindEvent event) {
        counts.incrementAndGet(event.kind().ordinal());
        for (BindListener listener : listeners) {
            try {
                listener.decided(event);
            } catch (Throwable e) {
                // An Error too, such as of a listener whose plugin was unloaded: the bind goes on.
                LOG.warn("A listener failed on {} at {}", event.kind(), event.fullJid(), e);
            }
        }
    }
}
