package io.github.sessionstate.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.text.Log;

/**
 * All grants: makes, checks and ends them. Never blocks. Every result fails with {@link DatabaseException} if the
 * database cannot be used now; what is chained to one runs on threads that others wait for, so it must be quick.
 * Thread-safe.
 *
 * <p>What a check read is kept for ten seconds. What ends a grant or token here is known to all checks at once, those
 * under way included; on other nodes of a cluster within these ten seconds.
 */
public final class Grants implements Revocations {
    /** Grants of one owner that have not ended. Two made at the very same time may be one more. */
    public static final int MOST_GRANTS = 50;
    /** Tokens of one grant that have not ended. */
    public static final int MOST_TOKENS = 5;

    private static final Log LOG = Log.of(Grants.class);
    /** For so long a grant stays without tokens, and what is known of a token that ended. */
    private static final Duration REST = Duration.ofDays(14);
    private static final Duration NOTED = Duration.ofMinutes(1);
    private static final int MAX_ADDRESS = 64;
    private static final long RENEW_SECONDS = 2;
    private static final long DATABASE_SECONDS = 5;
    private static final long TIDY_MINUTES = 60;

    private final Database database;
    private final Owners owners;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private final SecureRandom random = new SecureRandom();
    private final KeptGrants kept;
    private final KnownHashes known;
    private final KeptOwners usable;
    private final EndedOwners ended;
    private final NotedUses uses;
    private final AtomicLong unnoted = new AtomicLong();

    /**
     * @param clock    the server's clock
     * @param executor where directories are asked, so that its threads may be held for long
     */
    public Grants(Database database, Owners owners, Clock clock, ScheduledExecutorService executor) {
        this.database = database;
        this.owners = owners;
        this.clock = clock;
        this.executor = executor;
        this.kept = new KeptGrants(clock);
        this.known = new KnownHashes(database, clock);
        this.usable = new KeptOwners(this::isUsable, clock, executor);
        this.ended = new EndedOwners(database, executor, kept);
        this.uses = new NotedUses(NOTED);
    }

    /** Begins what is done from time to time. */
    public void start() {
        executor.scheduleWithFixedDelay(usable::renew, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(this::tidy, 1, TIDY_MINUTES, TimeUnit.MINUTES);
    }

    /** Tells what is left undone. The executor is the caller's to end. */
    public void stop() {
        ended.stop();
    }

    // ------------------------------------------------------------------ check

    /**
     * Lets a token in, or not. One that is let in counts as used, which is noted once a minute.
     *
     * @param ip where it comes from
     * @return its grant; null if it is not let in, for whatever reason: there is none, the secret is wrong, it or its
     *         grant has ended, is another's or not for this address, or the owner is no administrator, locked out or
     *         gone
     */
    public CompletableFuture<Grant> check(Token token, String ip) {
        if (!isOfThisServer(token)) {
            return CompletableFuture.completedFuture(null);
        }
        // Before anything is looked at: what ends from now on makes this check begin anew.
        long generation = kept.generation(token.jid());
        StoredGrant stored = kept.get(token.id());
        if (stored != null && stored.find(token, clock.instant()) != null) {
            if (kept.isToRenew(token.id())) {
                read(token).whenComplete((grant, failure) -> kept.renewed(token.id()));
            }
            return letIn(stored, token, ip, generation);
        }
        return read(token).thenCompose(grant -> letIn(grant, token, ip, generation));
    }

    /**
     * As {@link #check}, for an address that has sent too many wrong tokens: one that is not known in memory is not
     * looked up. Known are all that the database had within the last ten seconds, and all that were made here.
     */
    public CompletableFuture<Grant> checkKnown(Token token, String ip) {
        StoredGrant stored = kept.get(token.id());
        if (stored != null && stored.find(token, clock.instant()) != null) {
            return check(token, ip);
        }
        return known.contains(token)
                .thenCompose(isKnown -> isKnown ? check(token, ip) : CompletableFuture.completedFuture(null));
    }

    private boolean isOfThisServer(Token token) {
        return token.jid().endsWith('@' + owners.domain());
    }

    private CompletableFuture<StoredGrant> read(Token token) {
        long generation = kept.generation(token.jid());
        Instant now = clock.instant();
        return database.run(transaction -> GrantStore.find(transaction, token.id(), now)).thenApply(stored -> {
            if (stored == null || stored.grant().owner().equals(token.jid())) {
                kept.put(token.id(), token.jid(), stored, now, generation);
            }
            return stored;
        });
    }

    private CompletableFuture<Grant> letIn(StoredGrant stored, Token token, String ip, long generation) {
        GrantToken found = stored == null ? null : stored.find(token, clock.instant());
        if (found == null || !isAllowed(stored.grant(), ip)) {
            // An old reading may miss a token, but what it lets in is looked at again below.
            return CompletableFuture.completedFuture(null);
        }
        Grant grant = stored.grant();
        return usable.isUsable(grant.username()).thenCompose(isUsable -> {
            // In this order: who ends all grants of an owner raises the generation before the mark is taken away.
            if (!isUsable || ended.isEnded(grant)) {
                return CompletableFuture.completedFuture(null);
            }
            if (kept.generation(grant.owner()) != generation) {
                return check(token, ip);
            }
            noteUse(grant.id(), found, ip);
            return CompletableFuture.completedFuture(grant);
        });
    }

    private boolean isAllowed(Grant grant, String ip) {
        return grant.addresses().isEmpty() || AddressRange.isAmong(grant.addresses(), ip);
    }

    // On a thread of the executor, which may wait.
    private boolean isUsable(String username) {
        if (owners.isUsable(username)) {
            return true;
        }
        // The host knows no account while its database is down, which is no reason to tell anybody that there is none.
        awaitDatabase(username);
        return owners.isUsable(username);
    }

    private void awaitDatabase(String username) {
        String owner = owners.jidOf(username);
        Instant now = clock.instant();
        try {
            database.run(transaction -> GrantStore.countLive(transaction, owner, now))
                    .get(DATABASE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DatabaseException("The database does not tell whether the account of a token exists", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("The plugin stops", e);
        }
    }

    private void noteUse(String id, GrantToken token, String ip) {
        Instant now = clock.instant();
        if (uses.isToNote(id, token, now)) {
            String address = ip.substring(0, Math.min(ip.length(), MAX_ADDRESS));
            database.<Void>run(transaction -> {
                GrantStore.used(transaction, id, token.number(), now, address, now.minus(NOTED));
                return null;
            }).exceptionally(failure -> {
                unnoted.incrementAndGet();
                return null;
            });
        }
    }

    /** How many uses of tokens were let in and could not be noted, since the start. */
    public long unnoted() {
        return unnoted.get();
    }

    // ------------------------------------------------------------------ the owner's

    /**
     * Makes a grant with its first token, which ends with it.
     *
     * @param username of an administrator
     * @return fails with {@link LimitReachedException} if there are {@value #MOST_GRANTS} already
     * @throws IllegalArgumentException if no account can have this name
     */
    public CompletableFuture<Issued> make(String username, GrantRequest request) {
        Instant now = now();
        Token token = Token.random(Token.randomId(random), owners.jidOf(username), random);
        GrantToken first = new GrantToken(1, now, now.plus(request.life()), null, null);
        Grant grant = new Grant(token.id(), token.jid(), request.label(), request.scopes(), request.purpose(),
                request.addresses(), now, first.expires(), List.of(first));
        return database.run(transaction -> {
            boolean isTooMany = GrantStore.countLive(transaction, grant.owner(), now) >= MOST_GRANTS;
            if (!isTooMany) {
                GrantStore.add(transaction, grant);
                GrantStore.add(transaction, grant.id(), first, token.hash());
            }
            return isTooMany;
        }).thenApply(isTooMany -> {
            if (isTooMany) {
                throw new LimitReachedException("There are " + MOST_GRANTS + " grants already: revoke one first");
            }
            return issued(grant, first, token);
        });
    }

    /**
     * Makes another token of a grant. The others stay as they are.
     *
     * @param life how long it lasts, which is no longer than its grant; null for as long
     * @return null if the user has no such grant, or it has ended. Fails with {@link LimitReachedException} if there
     *         are {@value #MOST_TOKENS} already
     * @throws IllegalArgumentException if no token may last so long, or no account can have this name
     */
    public CompletableFuture<Issued> rotate(String username, String grantId, Duration life) {
        if (life != null) {
            GrantRequest.checkLife("token", life);
        }
        String owner = owners.jidOf(username);
        if (!Token.isId(grantId)) {
            return CompletableFuture.completedFuture(null);
        }
        Token token = Token.random(grantId, owner, random);
        Instant now = now();
        return database.run(transaction -> {
            GrantStore.lock(transaction, grantId);
            StoredGrant stored = GrantStore.find(transaction, grantId, now);
            if (stored == null || !stored.grant().owner().equals(owner) || !stored.grant().isLive(now)) {
                return null;
            }
            Rotation rotation = new Rotation(stored, now, life);
            if (rotation.isPossible()) {
                GrantStore.add(transaction, grantId, rotation.token(), token.hash());
            }
            return rotation;
        }).thenApply(rotation -> {
            if (rotation != null && !rotation.isPossible()) {
                throw new LimitReachedException("The grant has " + MOST_TOKENS + " tokens already: revoke one first");
            }
            return rotation == null ? null : issued(rotation.grant(), rotation.token(), token);
        });
    }

    /** A grant that gets another token. */
    private record Rotation(Grant before, GrantToken token) {
        private Rotation(StoredGrant stored, Instant now, Duration life) {
            this(stored.grant(), new GrantToken(stored.lastNumber() + 1, now, end(stored.grant(), now, life), null,
                    null));
        }

        private static Instant end(Grant grant, Instant now, Duration life) {
            return life == null || now.plus(life).isAfter(grant.expires()) ? grant.expires() : now.plus(life);
        }

        private boolean isPossible() {
            return before.tokens().size() < MOST_TOKENS;
        }

        private Grant grant() {
            List<GrantToken> tokens = new ArrayList<>(before.tokens());
            tokens.add(token);
            return new Grant(before.id(), before.owner(), before.label(), before.scopes(), before.purpose(),
                    before.addresses(), before.created(), before.expires(), List.copyOf(tokens));
        }
    }

    private Issued issued(Grant grant, GrantToken made, Token token) {
        known.forget();
        // With the tokens that it had before it would be read anew anyhow, for the new one.
        kept.forget(grant.owner());
        return new Issued(grant, made.number(), token);
    }

    /** Ends a grant with all its tokens; false if the user has no such grant. */
    public CompletableFuture<Boolean> revoke(String username, String grantId) {
        String owner = owners.jidOf(username);
        return ending(owner, grantId, transaction -> GrantStore.remove(transaction, owner, grantId));
    }

    /** Ends a token of a grant; false if the user has no such grant or token, or it has ended. */
    public CompletableFuture<Boolean> revoke(String username, String grantId, int number) {
        String owner = owners.jidOf(username);
        Instant now = now();
        return ending(owner, grantId, transaction -> GrantStore.revoke(transaction, owner, grantId, number, now));
    }

    private CompletableFuture<Boolean> ending(String owner, String grantId, Database.Work<Boolean> work) {
        if (!Token.isId(grantId)) {
            return CompletableFuture.completedFuture(false);
        }
        // Whether it worked or not: who was told of a failure does not know whether the database did it.
        return database.run(work).whenComplete((done, failure) -> kept.forget(owner));
    }

    /** The grants of a user, the oldest first; those too that ended within the last two weeks. */
    public CompletableFuture<List<Grant>> ofOwner(String username) {
        String owner = owners.jidOf(username);
        Instant now = clock.instant();
        return database.run(transaction -> GrantStore.ofOwner(transaction, owner, now))
                .thenApply(grants -> grants.stream().map(StoredGrant::grant).toList());
    }

    // ------------------------------------------------------------------ by itself

    /**
     * Ends all grants that a user has now: at once, and in the database as soon as it can be used.
     *
     * @return how many there were, once the database has none of them any more
     */
    public CompletableFuture<Integer> revokeAllOf(String username) {
        String owner;
        try {
            owner = owners.jidOf(username);
        } catch (IllegalArgumentException e) {
            // Nobody who can own any.
            return CompletableFuture.completedFuture(0);
        }
        return ended.end(owner, now());
    }

    @Override
    public void accountChanged(String username) {
        revokeAllOf(username);
    }

    /**
     * Removes what ended two weeks ago, and grants that have had no token for as long. Failures wait for the next time.
     */
    public CompletableFuture<Integer> tidy() {
        Instant now = now();
        uses.forget(now);
        return database.run(transaction -> GrantStore.removeEnded(transaction, now.minus(REST)))
                .whenComplete((removed, failure) -> {
                    if (failure != null) {
                        LOG.debug("Could not remove tokens that ended", failure);
                    }
                });
    }

    // As the database keeps it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
