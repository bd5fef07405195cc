package io.github.sessionstate.binding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds clients that keep taking one resource from each other: each kick makes the kicked one come back and kick in
 * turn. Only kicks of clients that were there count: who loses its network and comes back is at war with nobody.
 * Thread-safe. Remembers only JIDs with kicks in the last window or a war, and no more than some thousands of
 * each.
 */
public final class ReconnectWars {
    private static final int MOST_REMEMBERED = 10_000;

    private final Clock clock;
    // By full JID; the one that was kicked last comes last.
    private final Map<String, Deque<Instant>> kicks = new LinkedHashMap<>();
    // By full JID; the one that was detected last comes last.
    private final Map<String, War> wars = new LinkedHashMap<>();

    /** @param clock the server's clock */
    public ReconnectWars(Clock clock) {
        this.clock = clock;
    }

    /**
     * A war that was detected and still counts.
     *
     * @param fullJid what it is about
     * @param since   when it was detected
     * @param until   when the usual policy counts again
     */
    public record War(String fullJid, Instant since, Instant until) {
    }

    /**
     * When kicks are a war.
     *
     * @param threshold so many kicks within the window; 0 for never
     * @param window    how far back kicks count
     * @param coolDown  for how long nobody is kicked once there is a war
     */
    public record Limits(int threshold, Duration window, Duration coolDown) {
    }

    /** Whether there is a war about this full JID. */
    public synchronized boolean isOn(String fullJid) {
        return wars.computeIfPresent(fullJid, (jid, war) -> clock.instant().isBefore(war.until()) ? war : null) != null;
    }

    /** Whether to kick a session from this full JID now is one kick too many: then there is a war from now on. */
    public synchronized boolean isTooMany(String fullJid, Limits limits) {
        Instant now = clock.instant();
        Deque<Instant> times = kicks.getOrDefault(fullJid, new ArrayDeque<>(0));
        times.removeIf(time -> limits.threshold() == 0 || time.plus(limits.window()).isBefore(now));
        boolean isTooMany = limits.threshold() > 0 && times.size() + 1 >= limits.threshold();
        if (isTooMany) {
            begin(new War(fullJid, now, now.plus(limits.coolDown())));
        }
        if (isTooMany || times.isEmpty()) {
            kicks.remove(fullJid);
        }
        return isTooMany;
    }

    /** A session was kicked from this full JID, and its client was there. */
    public synchronized void kicked(String fullJid, Limits limits) {
        if (limits.threshold() == 0) {
            return;
        }
        Instant now = clock.instant();
        Deque<Instant> times = kicks.remove(fullJid);
        if (times == null) {
            times = new ArrayDeque<>();
            forget(now, limits.window());
        } else if (times.size() == limits.threshold()) {
            times.remove();
        }
        times.add(now);
        // Last, as the one that was kicked last.
        kicks.put(fullJid, times);
    }

    private void begin(War war) {
        wars.values().removeIf(old -> !war.since().isBefore(old.until()));
        // One that comes again comes last.
        wars.remove(war.fullJid());
        if (wars.size() >= MOST_REMEMBERED) {
            wars.remove(wars.keySet().iterator().next());
        }
        wars.put(war.fullJid(), war);
    }

    private void forget(Instant now, Duration window) {
        Iterator<Deque<Instant>> oldest = kicks.values().iterator();
        int tooMany = kicks.size() - MOST_REMEMBERED;
        while (oldest.hasNext()) {
            Instant last = oldest.next().getLast();
            if (tooMany-- <= 0 && !last.plus(window).isBefore(now)) {
                return;
            }
            oldest.remove();
        }
    }

    /** The wars of this moment, the one that was detected first first. */
    public synchronized List<War> now() {
        Instant now = clock.instant();
        wars.values().removeIf(war -> !now.isBefore(war.until()));
        return new ArrayList<>(wars.values());
    }
}
