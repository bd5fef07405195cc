package io.github.sessionstate.binding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Lets binds take turns: one at a time for each user, so that what was decided for one still holds when it is done, and
 * no more than a given number of them at once, so that the server is not asked for more than it can do. The others
 * wait, first come, first served; one that waits for another of its user stands in line from the end of that one.
 * Thread-safe; nothing is called while a lock is held.
 */
public final class BindQueue {
    private final int mostAtOnce;
    private final int mostWaiting;
    private final Executor executor;
    // By bare JID. A user who is here has a turn that has begun, or is among those to begin; these come after it.
    private final Map<String, Queue<Turn>> behind = new HashMap<>();
    private final Deque<Turn> next = new ArrayDeque<>();
    private int begun;
    private int waiting;
    private boolean isStopped;

    /**
     * @param mostAtOnce  how many turns may have begun and not ended
     * @param mostWaiting how many may wait
     * @param executor    where turns begin that had to wait
     */
    public BindQueue(int mostAtOnce, int mostWaiting, Executor executor) {
        this.mostAtOnce = mostAtOnce;
        this.mostWaiting = mostWaiting;
        this.executor = executor;
    }

    /** One bind. */
    public interface Turn {
        /** Of the user whose bind it is. */
        String bareJid();

        /** It is this bind's turn now, until {@link BindQueue#end} is called for it, once. */
        void begin();
    }

    /** What comes of asking for a turn. */
    public enum Entry {
        /** It has begun: the caller goes on with it. */
        NOW,
        /** {@link Turn#begin()} will be called. */
        LATER,
        /** Too many are waiting. */
        NEVER,
        /** There are no turns any more. */
        STOPPED
    }

    /** Asks for a turn. */
    public synchronized Entry enter(Turn turn) {
        if (isStopped) {
            return Entry.STOPPED;
        }
        Queue<Turn> behindUser = behind.get(turn.bareJid());
        if (behindUser == null && begun < mostAtOnce) {
            behind.put(turn.bareJid(), new ArrayDeque<>(1));
            begun++;
            return Entry.NOW;
        }
        if (waiting >= mostWaiting) {
            return Entry.NEVER;
        }
        waiting++;
        if (behindUser == null) {
            behind.put(turn.bareJid(), new ArrayDeque<>(1));
            next.add(turn);
        } else {
            behindUser.add(turn);
        }
        return Entry.LATER;
    }

    /** A turn that had begun is over. */
    public void end(Turn turn) {
        Turn begins = over(turn.bareJid());
        if (begins != null) {
            executor.execute(begins::begin);
        }
    }

    private synchronized Turn over(String bareJid) {
        begun--;
        Queue<Turn> behindUser = behind.get(bareJid);
        Turn ofUser = behindUser == null ? null : behindUser.poll();
        if (ofUser == null) {
            behind.remove(bareJid);
        } else {
            next.add(ofUser);
        }
        if (begun >= mostAtOnce || next.isEmpty()) {
            return null;
        }
        begun++;
        waiting--;
        return next.poll();
    }

    /**
     * No turn begins any more.
     *
     * @return those that were waiting, in the order in which they would have begun for each user
     */
    public synchronized List<Turn> stop() {
        isStopped = true;
        List<Turn> left = new ArrayList<>(next);
        behind.values().forEach(left::addAll);
        next.clear();
        behind.clear();
        waiting = 0;
        return left;
    }
}
