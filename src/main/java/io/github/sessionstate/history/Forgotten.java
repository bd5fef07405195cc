package io.github.sessionstate.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The accounts that are there no more: what began before their end leaves nothing. Thread-safe. */
final class Forgotten {
    static final int MOST = 10_000;

    private final Map<String, Instant> since = new LinkedHashMap<>();
    private final Set<String> toErase = new HashSet<>();

    /** This account is gone, or another one of its name was made. */
    synchronized void add(String username, Instant now) {
        since.remove(username);
        since.put(username, now);
        toErase.add(username);
        if (since.size() > MOST) {
            since.remove(since.keySet().iterator().next());
        }
    }

    /** Whether somebody who logged in at this moment is of an account that is gone. */
    synchronized boolean isOf(String username, Instant loggedIn) {
        Instant gone = username == null ? null : since.get(username);
        return gone != null && loggedIn.isBefore(gone);
    }

    /** Those whose rows are still there. */
    synchronized List<String> toErase() {
        return new ArrayList<>(toErase);
    }

    synchronized void erased(String username) {
        toErase.remove(username);
    }
}
