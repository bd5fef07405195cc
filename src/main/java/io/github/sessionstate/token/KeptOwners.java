package io.github.sessionstate.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

import io.github.sessionstate.database.DatabaseException;

/**
 * Whether owners may use their grants: asked once for all who want to know, and kept for ten seconds. An owner whose
 * tokens are in use is asked for anew before that, so that nobody waits for a slow directory more than once.
 * Thread-safe.
 */
final class KeptOwners {
    static final Duration KEPT = Duration.ofSeconds(10);
    /** From this age on an answer is replaced while it still counts. */
    static final Duration RENEWED = Duration.ofSeconds(4);
    /** For so long an owner whose tokens were used is asked for. */
    static final Duration IN_USE = Duration.ofMinutes(5);
    static final int MOST = 1_000;

    private final Predicate<String> isUsable;
    private final Clock clock;
    private final Executor executor;
    // By username; the one that was wanted last comes last.
    private final Map<String, Owner> owners = new LinkedHashMap<>(16, 0.75f, true);

    /** One owner. Under the lock of the map. */
    private static final class Owner {
        private Instant wantedAt;
        // Null until there is an answer.
        private Instant askedAt;
        private boolean usable;
        // Null while nobody asks.
        private CompletableFuture<Boolean> asking;

        private boolean isYounger(Duration age, Instant now) {
            return askedAt != null && Kept.isYounger(askedAt, age, now);
        }
    }

    /**
     * @param isUsable may take its time, and throws what keeps it from an answer
     * @param executor where it is asked
     */
    KeptOwners(Predicate<String> isUsable, Clock clock, Executor executor) {
        this.isUsable = isUsable;
        this.clock = clock;
        this.executor = executor;
    }

    /** Whether this owner is usable; fails with {@link DatabaseException} if that cannot be found out. */
    CompletableFuture<Boolean> isUsable(String username) {
        Instant now = clock.instant();
        Owner owner;
        CompletableFuture<Boolean> answer;
        boolean isToAsk;
        synchronized (owners) {
            owner = owners.computeIfAbsent(username, name -> new Owner());
            owner.wantedAt = now;
            isToAsk = isToAsk(owner, now);
            answer = owner.isYounger(KEPT, now) ? CompletableFuture.completedFuture(owner.usable) : owner.asking;
            dropEldest();
        }
        if (isToAsk) {
            ask(username, owner, now);
        }
        return answer;
    }

    private void dropEldest() {
        if (owners.size() > MOST) {
            owners.remove(owners.keySet().iterator().next());
        }
    }

    private static boolean isToAsk(Owner owner, Instant now) {
        boolean isToAsk = owner.asking == null && !owner.isYounger(RENEWED, now);
        if (isToAsk) {
            owner.asking = new CompletableFuture<>();
        }
        return isToAsk;
    }

    /** Asks anew for those whose tokens are in use, and forgets the others. */
    void renew() {
        Instant now = clock.instant();
        List<Runnable> questions = new ArrayList<>();
        synchronized (owners) {
            owners.values().removeIf(owner -> owner.asking == null && !Kept.isYounger(owner.wantedAt, IN_USE, now));
            owners.forEach((username, owner) -> {
                if (Kept.isYounger(owner.wantedAt, IN_USE, now) && isToAsk(owner, now)) {
                    questions.add(() -> ask(username, owner, now));
                }
            });
        }
        questions.forEach(Runnable::run);
    }

    private void ask(String username, Owner owner, Instant now) {
        try {
            executor.execute(() -> answer(username, owner, now));
        } catch (RejectedExecutionException e) {
            failed(owner, e);
        }
    }

    private void answer(String username, Owner owner, Instant askedAt) {
        boolean usable;
        try {
            usable = isUsable.test(username);
        } catch (RuntimeException | LinkageError e) {
            failed(owner, e);
            return;
        }
        CompletableFuture<Boolean> asking;
        synchronized (owners) {
            // What the directory said is as old as the question.
            owner.askedAt = askedAt;
            owner.usable = usable;
            asking = owner.asking;
            owner.asking = null;
        }
        asking.complete(usable);
    }

    private void failed(Owner owner, Throwable cause) {
        CompletableFuture<Boolean> asking;
        synchronized (owners) {
            asking = owner.asking;
            owner.asking = null;
        }
        asking.completeExceptionally(cause instanceof DatabaseException ? cause
                : new DatabaseException("The directory of the accounts cannot be asked", cause));
    }
}
