package io.github.sessionstate.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.sessionstate.text.Log;

/** Counts how many sessions began and how many ended, by cause, since it became a listener. Thread-safe. */
public final class SessionTotals implements SessionListener {
    private static final Log LOG = Log.of(SessionTotals.class);

    private final LongAdder created = new LongAdder();
    // Complete from the beginning: nothing is ever put into it again.
    private final Map<EndCause, LongAdder> ended = new EnumMap<>(EndCause.class);

    /** Nothing is counted yet. */
    public SessionTotals() {
        for (EndCause cause : EndCause.values()) {
            ended.put(cause, new LongAdder());
        }
    }

    @Override
    public void sessionChanged(SessionEvent event) {
        if (event.kind() == SessionEventKind.CREATED) {
            created.increment();
        } else if (event.kind() == SessionEventKind.DESTROYED) {
            ended.get(event.cause()).increment();
            LOG.debug("{} ended: {}", event.session(), event.cause());
        }
    }

    /** How many sessions began, those included that were there before the plugin. */
    public long created() {
        return created.sum();
    }

    /** How many sessions ended for this reason. */
    public long ended(EndCause cause) {
        return ended.get(cause).sum();
    }

    /** How many began, how many ended by cause, without those causes that did not occur. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("created ").append(created());
        ended.forEach((cause, count) -> {
            if (count.sum() > 0) {
                text.append(", ").append(cause).append(' ').append(count.sum());
            }
        });
        return text.toString();
    }
}
