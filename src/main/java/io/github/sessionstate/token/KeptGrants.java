package io.github.sessionstate.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The grants whose tokens were checked of late, for ten seconds each. The generation of an owner tells whether
 * something of theirs may have ended since: it is raised after whatever ends a grant or token here, and what was read
 * before that is not kept. Thread-safe.
 */
final class KeptGrants {
    static final Duration KEPT = Duration.ofSeconds(10);
    /** From this age on a grant is read anew while it still counts. */
    static final Duration RENEWED = Duration.ofSeconds(5);
    static final int MOST = 1_000;

    private final Clock clock;
    // By id; the one that was used last comes last.
    private final Map<String, Entry> grants = new LinkedHashMap<>(16, 0.75f, true);
    // Shared by owners of the same place: so many accounts may change that one number would have all begin anew all the
    // time.
    private final long[] generations = new long[1 << 10];

    /** A grant, when it was asked for, and whether it is asked for again. */
    private static final class Entry {
        private final StoredGrant grant;
        private final Instant readAt;
        private boolean isRenewing;

        private Entry(StoredGrant grant, Instant readAt) {
            this.grant = grant;
            this.readAt = readAt;
        }
    }

    KeptGrants(Clock clock) {
        this.clock = clock;
    }

    /** How often something of this owner may have ended. */
    synchronized long generation(String owner) {
        return generations[place(owner)];
    }

    private int place(String owner) {
        int hash = owner.hashCode();
        return (hash ^ hash >>> 16) & generations.length - 1;
    }

    /** A grant as it was within the last ten seconds; null if it was not read. */
    synchronized StoredGrant get(String id) {
        Entry entry = grants.get(id);
        return entry != null && Kept.isYounger(entry.readAt, KEPT, clock.instant()) ? entry.grant : null;
    }

    /** Whether to read this grant anew; {@link #renewed} tells when that is done, and until then it is not to be. */
    synchronized boolean isToRenew(String id) {
        Entry entry = grants.get(id);
        boolean isToRenew = entry != null && !entry.isRenewing
                && !Kept.isYounger(entry.readAt, RENEWED, clock.instant());
        if (isToRenew) {
            entry.isRenewing = true;
        }
        return isToRenew;
    }

    synchronized void renewed(String id) {
        Entry entry = grants.get(id);
        if (entry != null) {
            entry.isRenewing = false;
        }
    }

    /**
     * Keeps a grant, unless something of its owner has ended since.
     *
     * @param grant  null if there is none
     * @param readAt when it was asked for
     * @param before the owner's generation at that time
     */
    synchronized void put(String id, String owner, StoredGrant grant, Instant readAt, long before) {
        if (before != generation(owner)) {
            return;
        }
        if (grant == null) {
            grants.remove(id);
        } else {
            grants.put(id, new Entry(grant, readAt));
        }
        if (grants.size() > MOST) {
            grants.remove(grants.keySet().iterator().next());
        }
    }

    /** Something of this owner has ended: checks under way begin anew, and its grants are read anew. */
    synchronized void forget(String owner) {
        generations[place(owner)]++;
        grants.values().removeIf(entry -> entry.grant.grant().owner().equals(owner));
    }
}
