package io.github.sessionstate.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.sessionstate.database.Database;

/**
 * The hashes of all tokens, to tell without the database which might be right. They are read when somebody wants to
 * know, once in ten seconds at most unless one was made here. Thread-safe.
 */
final class KnownHashes {
    static final Duration KEPT = Duration.ofSeconds(10);
    /** Some 10 MB. What a database has beyond is not known. */
    static final int MOST = 50_000;

    private final Database database;
    private final Clock clock;
    private Reading reading;

    /**
     * What the database has.
     *
     * @param at     when it was asked
     * @param hashes by the id of their grant
     */
    private record Reading(Instant at, CompletableFuture<Map<String, List<String>>> hashes) {
    }

    KnownHashes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whether there is a grant with a token of this secret. */
    CompletableFuture<Boolean> contains(Token token) {
        String hash = token.hash();
        return hashes().thenApply(hashes -> hashes.getOrDefault(token.id(), List.of()).contains(hash));
    }

    /** There is another token. */
    synchronized void forget() {
        reading = null;
    }

    private CompletableFuture<Map<String, List<String>>> hashes() {
        Instant now = clock.instant();
        CompletableFuture<Map<String, List<String>>> hashes;
        synchronized (this) {
            if (reading != null && Kept.isYounger(reading.at(), KEPT, now)
                    && !reading.hashes().isCompletedExceptionally()) {
                return reading.hashes();
            }
            hashes = new CompletableFuture<>();
            reading = new Reading(now, hashes);
        }
        database.run(transaction -> GrantStore.hashes(transaction, now, MOST)).whenComplete((found, failure) -> {
            if (failure == null) {
                hashes.complete(found);
            } else {
                hashes.completeExceptionally(failure);
            }
        });
        return hashes;
    }
}
