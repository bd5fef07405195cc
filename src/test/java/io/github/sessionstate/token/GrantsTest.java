package io.github.sessionstate.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.session.StubClock;

class GrantsTest {
    private static final String IP = "192.0.2.7";
    private static final Instant START = StubClock.START;

    private final StubClock clock = new StubClock();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2,
            new DaemonThreads("test-token-"));
    private final SwitchedDatabase database = new SwitchedDatabase(executor);
    private final StubOwners owners = new StubOwners();
    private final Grants grants = new Grants(database, owners, List::contains, clock, executor);

    /** Accounts of example.org, of which some are usable. */
    private static final class StubOwners implements Owners {
        private final Set<String> usable = ConcurrentHashMap.newKeySet();
        private final AtomicInteger asked = new AtomicInteger();
        /** What each answer waits for; null for nothing. */
        private volatile CountDownLatch answer;
        private volatile RuntimeException failure;

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
            return usable.contains(username);
        }
    }

    @AfterEach
    void stop() {
        grants.stop();
        database.close();
        executor.shutdownNow();
    }

    private static <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void isDown(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(DatabaseException.class);
    }

    private static GrantRequest request(String... addresses) {
        return GrantRequest.of("night watch", EnumSet.of(Scope.READ, Scope.CLOSE), "closes what hangs",
                List.of(addresses), Duration.ofDays(30), address -> true);
    }

    private Issued make() {
        return get(grants.make("john", request()));
    }

    private Grant check(Token token) {
        // As it is sent.
        return get(grants.check(Token.parse(token.text()), IP));
    }

    private void after(Duration time) {
        clock.set(START.plus(time));
    }

    private void until(Runnable assertion) throws InterruptedException {
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

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    // ------------------------------------------------------------------ made and checked

    @Test
    void aTokenThatWasMadeIsLetInWithItsGrant() {
        Issued issued = make();
        Grant grant = check(issued.token());

        assertThat(issued.number()).isEqualTo(1);
        assertThat(grant.id()).isEqualTo(issued.token().id()).isEqualTo(issued.grant().id());
        assertThat(grant.owner()).isEqualTo("john@example.org").isEqualTo(issued.token().jid());
        assertThat(grant.username()).isEqualTo("john");
        assertThat(grant.label()).isEqualTo("night watch");
        assertThat(grant.scopes()).containsExactly(Scope.READ, Scope.CLOSE);
        assertThat(grant.purpose()).isEqualTo("closes what hangs");
        assertThat(grant.addresses()).isEmpty();
        assertThat(grant.created()).isEqualTo(START);
        assertThat(grant.expires()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(grant.tokens()).hasSize(1).first().satisfies(token -> {
            assertThat(token.number()).isEqualTo(1);
            assertThat(token.created()).isEqualTo(START);
            assertThat(token.expires()).isEqualTo(grant.expires());
        });
    }

    @Test
    void theDatabaseHasTheHashOfTheSecretOnly() {
        Token token = make().token();

        assertThat(database.ask("SELECT hash FROM ofSessionStateToken")).isEqualTo(token.hash());
    }

    @Test
    void whoeverIsNotRightIsNotLetIn() {
        Issued issued = make();
        String id = issued.grant().id();

        assertThat(check(Token.of(id, random(18), "john@example.org"))).as("wrong secret").isNull();
        assertThat(check(Token.random("AAAAAAAAAAAA", "john@example.org", new SecureRandom()))).as("no such id")
                .isNull();
        for (String jid : List.of("jane@example.org", "john@example.com", "JOHN@example.org", "john@xexample.org",
                "john@example.org.")) {
            assertThat(check(withJid(issued.token(), jid))).as(jid).isNull();
        }
        assertThat(check(issued.token())).isNotNull();
        assertThat(check(withJid(issued.token(), "jane@example.org"))).as("while it is kept").isNull();
    }

    private static Token withJid(Token token, String jid) {
        byte[] bytes = Base64.getDecoder().decode(token.text().substring(13));
        byte[] secret = new byte[18];
        System.arraycopy(bytes, 15, secret, 0, 18);
        return Token.of(token.id(), secret, jid);
    }

    @Test
    void aGrantForAnAddressIsForNoOther() {
        Issued issued = get(grants.make("john", request(IP, "2001:db8::/32")));

        assertThat(check(issued.token()).addresses()).containsExactly(IP, "2001:db8::/32");
        assertThat(get(grants.check(issued.token(), "192.0.2.8"))).isNull();
        assertThat(get(grants.ofOwner("john")).get(0).tokens().get(0).lastAddress()).isNotEqualTo("192.0.2.8");
    }

    @Test
    void aGrantEnds() {
        Issued issued = make();

        after(Duration.ofDays(30).minusMillis(1));
        assertThat(check(issued.token())).isNotNull();
        after(Duration.ofDays(30));
        assertThat(check(issued.token())).as("though it is kept").isNull();
        assertThat(get(grants.ofOwner("john"))).hasSize(1).first()
                .satisfies(grant -> assertThat(grant.tokens()).isEmpty());
        assertThat(get(grants.rotate("john", issued.grant().id(), null))).isNull();
    }

    @Test
    void whatWasReadIsKeptForTenSeconds() {
        Token token = make().token();
        check(token);
        database.execute("DELETE FROM ofSessionStateGrant");
        int runs = database.runs.get();

        after(Duration.ofMillis(4_999));
        assertThat(check(token)).isNotNull();
        assertThat(database.runs).hasValue(runs);
        after(Duration.ofSeconds(10));
        assertThat(check(token)).isNull();
    }

    @Test
    void whatIsInUseIsReadAnewBeforeItsTimeIsUp() throws Exception {
        Token token = make().token();
        check(token);

        database.execute("UPDATE ofSessionStateGrant SET label = 'new'");

        after(Duration.ofSeconds(6));
        assertThat(check(token).label()).as("nobody waits").isEqualTo("night watch");
        until(() -> assertThat(check(token).label()).isEqualTo("new"));
        database.execute("DELETE FROM ofSessionStateToken");
        after(Duration.ofSeconds(15));
        assertThat(check(token)).as("read nine seconds ago").isNotNull();
        after(Duration.ofSeconds(16));
        assertThat(check(token)).isNull();
    }

    // ------------------------------------------------------------------ rotated and revoked

    @Test
    void aTokenIsReplacedWhileTheOtherStillWorks() {
        Issued first = make();
        String id = first.grant().id();
        check(first.token());

        after(Duration.ofSeconds(1));
        Issued second = get(grants.rotate("john", id, Duration.ofDays(1)));

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.grant().tokens()).extracting(GrantToken::number).containsExactly(1, 2);
        assertThat(second.grant().tokens().get(1).expires()).isEqualTo(START.plusSeconds(1).plus(Duration.ofDays(1)));
        assertThat(check(second.token())).isNotNull();
        assertThat(check(first.token())).isNotNull();

        assertThat(get(grants.revoke("john", id, 1))).isTrue();
        assertThat(check(first.token())).isNull();
        assertThat(check(second.token()).tokens()).extracting(GrantToken::number).containsExactly(2);
        assertThat(get(grants.revoke("john", id, 1))).as("again").isFalse();
        after(Duration.ofDays(1).plusSeconds(1));
        assertThat(check(second.token())).isNull();
        assertThat(get(grants.rotate("john", id, null)).number()).as("none is used twice").isEqualTo(3);
    }

    @Test
    void aTokenLastsNoLongerThanItsGrant() {
        Issued first = make();

        after(Duration.ofDays(20));
        for (Duration life : new Duration[] {null, Duration.ofDays(400)}) {
            Issued other = get(grants.rotate("john", first.grant().id(), life));
            assertThat(other.grant().tokens().get(other.number() - 1).expires()).isEqualTo(first.grant().expires());
        }
        assertThatThrownBy(() -> grants.rotate("john", first.grant().id(), Duration.ofDays(401)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revokingActsAtOnce() {
        Issued issued = make();
        Issued other = make();
        check(issued.token());
        check(other.token());

        assertThat(get(grants.revoke("john", issued.grant().id()))).isTrue();

        assertThat(check(issued.token())).isNull();
        assertThat(check(other.token())).isNotNull();
        assertThat(get(grants.revoke("john", issued.grant().id()))).isFalse();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("1");
    }

    @Test
    void nobodyChangesWhatIsAnothers() {
        Issued issued = make();
        String id = issued.grant().id();

        assertThat(get(grants.revoke("jane", id))).isFalse();
        assertThat(get(grants.revoke("jane", id, 1))).isFalse();
        assertThat(get(grants.rotate("jane", id, null))).isNull();
        assertThat(get(grants.ofOwner("jane"))).isEmpty();
        assertThat(get(grants.revokeAllOf("jane"))).isZero();
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void whatIsNoIdIsNobodys() {
        for (String id : List.of("", "x", "'; DROP TABLE ofSessionStateGrant; --", "\0".repeat(12))) {
            assertThat(get(grants.revoke("john", id))).isFalse();
            assertThat(get(grants.revoke("john", id, 1))).isFalse();
            assertThat(get(grants.rotate("john", id, null))).isNull();
        }
    }

    @Test
    void aChangedAccountLosesAllGrantsAtOnceAndMayMakeNewOnes() {
        Issued one = make();
        Issued two = make();
        Issued janes = get(grants.make("jane", request()));
        check(one.token());

        assertThat(get(grants.revokeAllOf("john"))).isEqualTo(2);
        grants.accountChanged("");

        assertThat(check(one.token())).isNull();
        assertThat(check(two.token())).isNull();
        assertThat(check(janes.token())).isNotNull();
        after(Duration.ofMillis(1));
        assertThat(check(make().token())).isNotNull();
    }

    @Test
    void aChangedAccountLosesItsGrantsThoughTheDatabaseIsDown() throws Exception {
        Issued issued = make();
        check(issued.token());
        database.isDown = true;
        CompletableFuture<Integer> revoked = grants.revokeAllOf("john");
        until(() -> assertThat(database.problem()).isNotNull());
        database.isDown = false;

        until(() -> assertThat(check(issued.token())).isNull());
        assertThat(revoked).isNotDone();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateGrant")).isEqualTo("1");
        // A later change takes along what the earlier one could not do.
        after(Duration.ofMillis(1));
        grants.accountChanged("john");
        assertThat(get(revoked)).isEqualTo(1);
        assertThat(check(issued.token())).isNull();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateGrant")).isEqualTo("0");
    }

    @Test
    void aCheckUnderWayRevivesNothing() {
        Issued issued = make();
        SwitchedDatabase.Hold hold = database.holdNext();
        CompletableFuture<Grant> underWay = grants.check(issued.token(), IP);
        get(hold.read());

        assertThat(get(grants.revoke("john", issued.grant().id()))).isTrue();
        assertThat(underWay).isNotDone();
        hold.release().complete(null);

        assertThat(get(underWay)).isNull();
        assertThat(check(issued.token())).isNull();
    }

    @Test
    void aCheckThatWaitsForADirectoryRevivesNothing() throws Exception {
        for (boolean isWhole : new boolean[] {true, false}) {
            Issued issued = make();
            owners.answer = new CountDownLatch(1);
            int asked = owners.asked.get();
            CompletableFuture<Grant> underWay = grants.check(issued.token(), IP);
            until(() -> assertThat(owners.asked.get()).isGreaterThan(asked));

            if (isWhole) {
                get(grants.revoke("john", issued.grant().id()));
            } else {
                get(grants.revokeAllOf("john"));
            }
            assertThat(underWay).isNotDone();
            owners.answer.countDown();

            assertThat(get(underWay)).isNull();
            after(Duration.ofMinutes(1));
        }
    }

    @Test
    void manyChangesOfAccountsKeepNobodyFromBeingCheckedAnew() {
        Token token = make().token();
        for (int i = 0; i < 1_000; i++) {
            grants.accountChanged("user" + i);
        }

        assertThat(check(token)).isNotNull();
        assertThat(get(grants.revokeAllOf("user1"))).isZero();
        // Some tens of transactions, and not one for each.
        assertThat(database.runs.get()).isLessThan(500);
    }

    // ------------------------------------------------------------------ owners

    @Test
    void anOwnerWhoIsNoAdministratorAnyMoreIsOutWithinTenSeconds() {
        Token token = make().token();
        assertThat(check(token)).isNotNull();
        owners.usable.remove("john");

        after(Duration.ofMillis(3_999));
        assertThat(check(token)).isNotNull();
        after(Duration.ofSeconds(10));
        assertThat(check(token)).isNull();
        owners.usable.add("john");
        after(Duration.ofSeconds(20));
        assertThat(check(token)).as("and is in again").isNotNull();
    }

    @Test
    void aDirectoryThatCannotBeAskedIsNoAnswer() {
        Token token = make().token();
        owners.failure = new IllegalStateException("for the test");
        isDown(() -> check(token));
        owners.failure = null;
        assertThat(check(token)).isNotNull();
    }

    // ------------------------------------------------------------------ the database

    @Test
    void withoutTheDatabaseOnlyWhatIsKeptIsLetIn() throws Exception {
        Issued issued = make();
        Issued other = make();
        check(issued.token());
        database.isDown = true;

        assertThat(check(issued.token())).isNotNull();
        isDown(() -> check(other.token()));
        isDown(() -> check(Token.random("AAAAAAAAAAAA", "john@example.org", new SecureRandom())));
        isDown(() -> get(grants.checkKnown(other.token(), IP)));
        isDown(this::make);
        isDown(() -> get(grants.rotate("john", other.grant().id(), null)));
        isDown(() -> get(grants.revoke("john", other.grant().id(), 1)));
        isDown(() -> get(grants.ofOwner("john")));
        isDown(() -> get(grants.tidy()));
        after(Duration.ofSeconds(10));
        isDown(() -> check(issued.token()));

        database.isDown = false;
        until(() -> assertThat(get(grants.check(other.token(), IP).exceptionally(failure -> null))).isNotNull());
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void anOwnerWhoIsNotFoundWhileTheDatabaseIsDownIsNotGone() throws Exception {
        Token token = make().token();
        check(token);
        after(Duration.ofSeconds(8));
        check(token);
        until(() -> assertThat(owners.asked).hasValue(2));
        database.isDown = true;
        owners.usable.clear();

        after(Duration.ofSeconds(13));
        assertThat(check(token)).as("asked for in the background").isNotNull();
        until(() -> assertThat(owners.asked).hasValueGreaterThan(2));
        after(Duration.ofSeconds(17));
        assertThat(check(token)).isNotNull();
        owners.usable.add("john");
    }

    // ------------------------------------------------------------------ last used

    private GrantToken only() {
        return get(grants.ofOwner("john")).get(0).tokens().get(0);
    }

    @Test
    void theLastUseIsNotedOnceAMinute() throws Exception {
        Token token = make().token();
        assertThat(only().lastUsed()).isNull();

        get(grants.check(token, "192.0.2.1"));
        until(() -> assertThat(only().lastUsed()).isEqualTo(START));
        assertThat(only().lastAddress()).isEqualTo("192.0.2.1");

        after(Duration.ofSeconds(59));
        get(grants.check(token, "192.0.2.2"));
        get(grants.ofOwner("john"));
        assertThat(only().lastUsed()).isEqualTo(START);

        after(Duration.ofSeconds(60));
        get(grants.check(token, "2001:db8::" + "1".repeat(100)));
        until(() -> assertThat(only().lastUsed()).isEqualTo(START.plusSeconds(60)));
        assertThat(only().lastAddress()).hasSize(64);
        assertThat(grants.unnoted()).isZero();
    }

    @Test
    void aUseThatCannotBeNotedIsCounted() throws Exception {
        Token token = make().token();
        check(token);
        until(() -> assertThat(only().lastUsed()).isEqualTo(START));
        after(Duration.ofSeconds(55));
        check(token);
        database.isDown = true;

        after(Duration.ofSeconds(61));
        assertThat(check(token)).isNotNull();
        until(() -> assertThat(grants.unnoted()).isEqualTo(1));
    }

    // ------------------------------------------------------------------ limits, and what goes by itself

    @Test
    void thereAreFiftyGrantsAtMost() {
        for (int i = 0; i < Grants.MOST_GRANTS; i++) {
            make();
        }
        assertThatThrownBy(this::make).isInstanceOf(LimitReachedException.class)
                .hasMessage("There are 50 grants already: revoke one first");
        assertThat(get(grants.make("jane", request()))).isNotNull();
        after(Duration.ofDays(30));
        assertThat(make()).as("those that ended do not count").isNotNull();
    }

    @Test
    void thereAreFiveTokensOfAGrantAtMost() {
        String id = make().grant().id();
        for (int i = 2; i <= Grants.MOST_TOKENS; i++) {
            assertThat(get(grants.rotate("john", id, null)).number()).isEqualTo(i);
        }
        assertThatThrownBy(() -> get(grants.rotate("john", id, null))).isInstanceOf(LimitReachedException.class)
                .hasMessage("The grant has 5 tokens already: revoke one first");
        get(grants.revoke("john", id, 3));
        assertThat(get(grants.rotate("john", id, null)).number()).isEqualTo(6);
    }

    @Test
    void rotationsAtTheSameTimeGetNumbersOfTheirOwn() {
        String id = make().grant().id();
        List<CompletableFuture<Issued>> rotations = IntStream.range(0, 4)
                .mapToObj(i -> grants.rotate("john", id, null)).toList();

        assertThat(rotations.stream().map(rotation -> get(rotation).number())).containsExactlyInAnyOrder(2, 3, 4, 5);
    }

    @Test
    void aGrantWithoutTokensGoesAfterTwoWeeks() {
        Issued issued = make();
        Issued other = make();
        String id = issued.grant().id();
        after(Duration.ofDays(16));
        get(grants.revoke("john", id, 1));

        after(Duration.ofDays(16 + 14).minusMillis(1));
        assertThat(get(grants.tidy())).isZero();
        assertThat(get(grants.ofOwner("john"))).extracting(Grant::id).contains(id);
        after(Duration.ofDays(16 + 14));
        assertThat(get(grants.tidy())).isEqualTo(1);
        assertThat(get(grants.ofOwner("john"))).extracting(Grant::id).containsExactly(other.grant().id());
        after(Duration.ofDays(30 + 14));
        assertThat(get(grants.tidy())).isEqualTo(1);
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("0");
    }

    @Test
    void aGrantThatNeverHadATokenAndATokenWithoutAGrantGoToo() {
        insert("AAAAAAAAAAAA", START.toEpochMilli());
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires)"
                + " VALUES ('BBBBBBBBBBBB', 1, 'x', 0, 9999999999999)");

        after(Duration.ofDays(13));
        assertThat(get(grants.tidy())).isZero();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("0");
        after(Duration.ofDays(14));
        assertThat(get(grants.tidy())).isEqualTo(1);
    }

    private void insert(String id, long created) {
        database.execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires) VALUES ('" + id
                + "', 'john@example.org', 'by hand', 'read close nonsense', " + created + ", 9999999999999)");
    }

    // ------------------------------------------------------------------ made elsewhere

    @Test
    void aTokenMadeByHandIsLetIn() throws Exception {
        byte[] secret = "a;b\0c\nd".getBytes(UTF_8);
        secret = Arrays.copyOf(secret, 18);
        secret[17] = (byte) 0xFF;
        insert("abcdefGHI-_1", 0);
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires) VALUES"
                + " ('abcdefGHI-_1', 1, 'sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret))
                + "', 0, 9999999999999)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("2;abcdefGHI-_1;".getBytes(UTF_8));
        bytes.writeBytes(secret);
        bytes.writeBytes(";john@example.org".getBytes(UTF_8));

        Token token = Token.parse("secret-token:" + Base64.getEncoder().encodeToString(bytes.toByteArray()));

        assertThat(check(token).scopes()).containsExactly(Scope.READ, Scope.CLOSE);
        assertThat(check(token).purpose()).isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTokenMadeByAShellIsLetIn() throws Exception {
        Process shell = new ProcessBuilder("sh", "-ec", """
                cd "$(mktemp -d)"
                head -c 18 /dev/urandom > secret
                id=$(head -c 9 /dev/urandom | base64 -w0 | tr '+/' '-_')
                echo "$id"
                sha256sum < secret | cut -d' ' -f1
                { printf '2;%s;' "$id"; cat secret; printf ';john@example.org'; } | base64 -w0
                rm secret; rmdir "$PWD"
                """).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] lines = new String(shell.getInputStream().readAllBytes(), UTF_8).split("\n");
        insert(lines[0], 0);
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires) VALUES ('"
                + lines[0] + "', 1, 'sha256:" + lines[1] + "', 0, 9999999999999)");

        assertThat(check(Token.parse("secret-token:" + lines[2]))).isNotNull();
    }

    // ------------------------------------------------------------------ guessed

    @Test
    void fromABlockedAddressWrongTokensCostNothingAndRightOnesAreLetIn() {
        Token token = make().token();
        for (int i = 0; i < 1_000; i++) {
            assertThat(get(grants.checkKnown(Token.random(token.id(), token.jid(), new SecureRandom()), IP))).isNull();
        }
        assertThat(database.runs).hasValue(2);

        assertThat(get(grants.checkKnown(token, IP))).as("for the first time").isNotNull();
        int runs = database.runs.get();
        assertThat(get(grants.checkKnown(token, IP))).isNotNull();
        assertThat(database.runs).hasValue(runs);
        Token made = get(grants.rotate("john", token.id(), null)).token();
        assertThat(get(grants.checkKnown(made, IP))).as("made since").isNotNull();
        get(grants.revoke("john", token.id()));
        assertThat(get(grants.checkKnown(made, IP))).isNull();
        assertThat(get(grants.checkKnown(token, IP))).isNull();
    }

    @Test
    void fromABlockedAddressWhatOthersMadeIsLetInWithinTenSeconds() {
        Token token = make().token();
        assertThat(get(grants.checkKnown(token, IP))).isNotNull();
        Token elsewhere = get(new Grants(database, owners, List::contains, clock, executor).make("jane", request()))
                .token();

        assertThat(get(grants.checkKnown(elsewhere, IP))).isNull();
        assertThat(check(elsewhere)).as("from another").isNotNull();
        assertThat(get(grants.checkKnown(elsewhere, IP))).as("kept since").isNotNull();
        after(Duration.ofSeconds(10));
        assertThat(get(grants.checkKnown(elsewhere, IP))).isNotNull();
    }
}
