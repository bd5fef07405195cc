package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.session.StubClock;

/** Grants in a database in memory, with accounts that do what a test says. */
abstract class GrantsFixture {
    static final String IP = "192.0.2.7";
    static final Instant START = StubClock.START;

    final StubClock clock = new StubClock();
    final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2,
            new DaemonThreads("test-token-"));
    final SwitchedDatabase database = new SwitchedDatabase(executor);
    final StubOwners owners = new StubOwners();
    final Grants grants = new Grants(database, owners, clock, executor);

    /** Accounts of example.org, of which some are usable. */
    static final class StubOwners implements Owners {
        final Set<String> usable = ConcurrentHashMap.newKeySet();
        final AtomicInteger asked = new AtomicInteger();
        /** How many questions have their answer, which nothing changes any more. */
        final AtomicInteger answered = new AtomicInteger();
        /** What each answer waits for; null for nothing. */
        volatile CountDownLatch answer;
        volatile RuntimeException failure;

        StubOwners() {
            usable.add("john");
            usable.add("jane");
        }

        @Override
        public String domain() {
            return "example.org";
        }

        @Override
        public String jidOf(String username) {
            if (username.isEmpty()) {
                throw new IllegalArgumentException(username);
            }
            return username + "@example.org";
        }

        @Override
        public boolean isUsable(String username) {
            asked.incrementAndGet();
            try {
                if (answer != null) {
                    answer.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure != null) {
                throw failure;
            }
            boolean isUsable = usable.contains(username);
            answered.incrementAndGet();
            return isUsable;
        }
    }

    @AfterEach
    void stop() {
        grants.stop();
        database.close();
        executor.shutdownNow();
    }

    static <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static void isDown(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DatabaseException.class);
    }

    static GrantRequest request(String... addresses) {
        return GrantRequest.of("night watch", EnumSet.of(Scope.READ, Scope.CLOSE), "closes what hangs",
                List.of(addresses), Duration.ofDays(30));
    }

    Issued make() {
        return get(grants.make("john", request()));
    }

    Grant check(Token token) {
        // As it is sent.
        return get(grants.check(Token.parse(token.text()), IP));
    }

    void after(Duration time) {
        clock.set(START.plus(time));
    }

    void until(Runnable assertion) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                Thread.sleep(10);
            }
        }
        assertion.run();
    }

    /** Waits until the use of a token was noted: nothing of it is under way in the database any more. */
    void awaitNoted() throws InterruptedException {
        until(() -> assertThat(database.ask("SELECT MAX(lastUsed) FROM ofSessionStateToken")).isNotNull());
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    void insert(String id, long created) {
        database.execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires) VALUES ('" + id
                + "', 'john@example.org', 'by hand', 'read close nonsense', " + created + ", 9999999999999)");
    }
}
