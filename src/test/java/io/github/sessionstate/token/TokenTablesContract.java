package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.openfire.database.TablesHook;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.session.StubClock;

/**
 * What grants and tokens need of a database, whichever it is: every statement on it, in transactions of the real
 * {@link GuardedDatabase}, on tables that the plugin's script made.
 */
public abstract class TokenTablesContract {
    private static final String IP = "192.0.2.7";
    private static final Instant START = StubClock.START;
    private static final Duration LIFE = Duration.ofDays(30);
    private static final String DOMAIN = "example.org";

    /** Every statement that was prepared since the start of the test. */
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final DaemonThreads factory = new DaemonThreads("test-database-");
    private final StubClock clock = new StubClock();
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(2, new DaemonThreads("test-token-"));
    protected final GuardedDatabase database = new GuardedDatabase(this::recording, this::newThread, executor);
    protected final Grants grants = new Grants(database, new AnyOwners(), clock, executor);

    /** Whoever there is owns what is his. */
    private static final class AnyOwners implements Owners {
        @Override
        public String domain() {
            return DOMAIN;
        }

        @Override
        public String jidOf(String username) {
            return username + '@' + DOMAIN;
        }

        @Override
        public boolean isUsable(String username) {
            return true;
        }
    }

    /** Another connection to the database, which has the tables. */
    protected abstract Connection connect() throws SQLException;

    @BeforeEach
    final void empty() throws SQLException {
        execute("DELETE FROM ofSessionStateToken");
        execute("DELETE FROM ofSessionStateGrant");
    }

    @AfterEach
    final void stop() {
        grants.stop();
        database.stop();
        executor.shutdownNow();
    }

    private Connection recording() throws SQLException {
        Connection connection = connect();
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Thread newThread(Runnable task) {
        Thread thread = factory.newThread(task);
        threads.add(thread);
        return thread;
    }

    /** Whether no thread of the database waits for anything but work. */
    protected final boolean areThreadsFree() {
        return threads.stream().allMatch(thread -> !thread.isAlive() || Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("getTask")));
    }

    /** Does what another hand would do. */
    protected final void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What comes of it, in time or not. */
    protected static <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a grant of john. */
    protected final Issued make() {
        return get(grants.make("john", request("night watch", "closes what hangs", List.of())));
    }

    /** Lets a token in as it is sent, without what is kept of it; null if it is not let in. */
    protected final Grant check(Token token) {
        // As long as grants are kept.
        clock.set(clock.instant().plusSeconds(11));
        return get(grants.check(Token.parse(token.text()), IP));
    }

    private static GrantRequest request(String label, String purpose, List<String> addresses) {
        return GrantRequest.of(label, EnumSet.allOf(Scope.class), purpose, addresses, LIFE);
    }

    private Grant only(String username) {
        List<Grant> found = get(grants.ofOwner(username));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    // Sent on its own, and not waited for by whoever used the token.
    private void awaitUse(String username, Instant at) throws InterruptedException {
        for (int i = 0; i < 1000 && !at.equals(only(username).tokens().get(0).lastUsed()); i++) {
            Thread.sleep(5);
        }
        GrantToken token = only(username).tokens().get(0);
        assertThat(token.lastUsed()).isEqualTo(at);
        assertThat(token.lastAddress()).isEqualTo(IP);
    }

    // ------------------------------------------------------------------ all of it

    @Test
    void everyStatementDoesItsPart() throws Exception {
        Issued first = make();
        assertThat(check(first.token())).isNotNull();
        awaitUse("john", clock.instant());
        assertThat(get(grants.checkKnown(Token.random(first.grant().id(), "john@example.org", new SecureRandom()), IP)))
                .as("a wrong one").isNull();
        Issued second = get(grants.rotate("john", first.grant().id(), Duration.ofDays(20)));
        assertThat(second.number()).isEqualTo(2);
        assertThat(check(first.token()).tokens()).extracting(GrantToken::number).containsExactly(1, 2);
        assertThat(check(second.token())).isNotNull();

        assertThat(get(grants.revoke("jane", first.grant().id(), 1))).as("another's").isFalse();
        assertThat(get(grants.revoke("john", first.grant().id(), 1))).isTrue();
        assertThat(get(grants.revoke("john", first.grant().id(), 1))).as("again").isFalse();
        assertThat(check(first.token())).isNull();
        assertThat(check(second.token())).isNotNull();
        assertThat(get(grants.rotate("john", first.grant().id(), null)).number()).isEqualTo(3);

        assertThat(get(grants.revoke("jane", first.grant().id()))).as("another's").isFalse();
        assertThat(get(grants.revoke("john", first.grant().id()))).isTrue();
        assertThat(check(second.token())).isNull();
        assertThat(get(grants.ofOwner("john"))).isEmpty();

        Token johns = make().token();
        Token janes = get(grants.make("jane", request("hers", null, List.of()))).token();
        assertThat(get(grants.revokeAllOf("john"))).isEqualTo(1);
        assertThat(check(johns)).isNull();
        assertThat(check(janes)).isNotNull();
        assertThat(rows("ofSessionStateToken")).as("no token without its grant is left").isEqualTo(1);

        execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires)"
                + " VALUES ('AAAAAAAAAAAA', 1, 'sha256:', 0, " + START.plus(Duration.ofDays(900)).toEpochMilli() + ")");
        clock.set(START.plus(LIFE).plus(Duration.ofDays(13)));
        assertThat(get(grants.tidy())).isZero();
        assertThat(rows("ofSessionStateToken")).as("without the stray one").isEqualTo(1);
        clock.set(START.plus(LIFE).plus(Duration.ofDays(15)));
        assertThat(get(grants.tidy())).isEqualTo(1);
        assertThat(rows("ofSessionStateGrant") + rows("ofSessionStateToken")).isZero();

        assertThat(prepared).as("every statement was run").containsExactlyInAnyOrderElementsOf(statements());
    }

    private int rows(String table) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement();
                var count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            count.next();
            return count.getInt(1);
        }
    }

    /** The statements that the room has; what is only the beginning of others is none. */
    private static List<String> statements() throws IllegalAccessException {
        List<String> texts = new ArrayList<>();
        for (Field field : GrantStore.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                field.setAccessible(true);
                String text = (String) field.get(null);
                if (text.matches("(SELECT|INSERT|UPDATE|DELETE) .*")) {
                    texts.add(text);
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(12);
        return texts.stream().filter(text -> texts.stream()
                .noneMatch(other -> !other.equals(text) && other.startsWith(text))).toList();
    }

    @Test
    void theTablesAreFoundComplete() throws Exception {
        TablesHook hook = new TablesHook(database, executor);
        hook.start();
        for (int i = 0; i < 1000 && hook.report().state() == State.WAITING; i++) {
            Thread.sleep(5);
        }

        assertThat(hook.report().detail()).isNull();
        assertThat(hook.report().state()).isEqualTo(State.INSTALLED);
        hook.stop();
    }

    // ------------------------------------------------------------------ texts

    @Test
    void textsComeBackAsTheyWereWritten() {
        String label = "Überwachung 🦊 夜 'x' \\ %_\"; --";
        String purpose = "schließt, was hängt 🪝 é e\u0301";
        Token token = get(grants.make("jürgen", request(label, purpose, List.of()))).token();

        Grant grant = check(token);
        assertThat(grant.label()).isEqualTo(label);
        assertThat(grant.purpose()).isEqualTo(purpose);
        assertThat(grant.owner()).isEqualTo("jürgen@example.org");
        assertThat(grant.scopes()).containsExactly(Scope.values());
        assertThat(only("jürgen").label()).isEqualTo(label);
    }

    @Test
    void namesAndIdsThatDifferInCaseOrAccentAreDifferent() throws SQLException {
        List<String> names = List.of("jurgen", "JURGEN", "jürgen", "Jürgen", "ju\u0308rgen");
        List<Token> tokens = new ArrayList<>();
        for (String name : names) {
            tokens.add(get(grants.make(name, request(name, null, List.of()))).token());
        }

        for (int i = 0; i < names.size(); i++) {
            assertThat(only(names.get(i)).label()).isEqualTo(names.get(i));
            assertThat(check(tokens.get(i)).label()).isEqualTo(names.get(i));
        }
        execute("UPDATE ofSessionStateGrant SET id = 'abcdefABCDEF' WHERE id = '" + tokens.get(0).id() + "'");
        execute("UPDATE ofSessionStateGrant SET id = 'ABCDEFabcdef' WHERE id = '" + tokens.get(1).id() + "'");
        assertThat(get(grants.rotate("jurgen", "abcdefABCDEF", null))).isNotNull();
        assertThat(get(grants.rotate("jurgen", "ABCDEFabcdef", null))).as("another's").isNull();
        assertThat(get(grants.rotate("jurgen", "ABCDEFABCDEF", null))).as("nobody's").isNull();
        assertThat(get(grants.revokeAllOf("jürgen"))).isEqualTo(1);
        assertThat(get(grants.ofOwner("Jürgen"))).hasSize(1);
    }

    @Test
    void theLongestValuesFit() throws Exception {
        String name = "ü".repeat(64);
        List<String> addresses = IntStream.range(0, GrantRequest.MAX_ADDRESSES)
                .mapToObj(i -> "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2%02d/128".formatted(i)).toList();
        List<String> allowed = new ArrayList<>(addresses.subList(1, addresses.size()));
        allowed.add(IP);
        String label = "夜".repeat(GrantRequest.MAX_LABEL);
        GrantRequest request = request(label, "ß".repeat(GrantRequest.MAX_PURPOSE), allowed);
        Token token = get(grants.make(name, request)).token();

        Grant grant = check(token);
        assertThat(grant.label()).isEqualTo(request.label());
        assertThat(grant.purpose()).isEqualTo(request.purpose());
        assertThat(grant.addresses()).isEqualTo(allowed);
        awaitUse(name, clock.instant());
        // As many characters of a string, and half as many of the database.
        String foxes = "🦊".repeat(GrantRequest.MAX_LABEL / 2);
        assertThat(get(grants.make(name, request(foxes, null, List.of()))).grant().label()).isEqualTo(foxes);
    }

    // ------------------------------------------------------------------ transactions

    @Test
    void whatFailsHalfwayLeavesNothing() throws Exception {
        Issued issued = make();
        CompletableFuture<Object> failed = database.run(transaction -> {
            assertThat(GrantStore.remove(transaction, "john@example.org", issued.grant().id())).isTrue();
            GrantStore.add(transaction, issued.grant());
            GrantStore.add(transaction, issued.grant());
            return null;
        });

        assertThatThrownBy(() -> get(failed)).isInstanceOf(DatabaseException.class);
        assertThat(check(issued.token())).isNotNull();
        assertThat(rows("ofSessionStateGrant")).isEqualTo(1);
    }

    @Test
    void rotationsAtTheSameTimeWaitForEachOther() {
        String id = make().grant().id();
        List<CompletableFuture<Issued>> rotations = IntStream.range(0, 6)
                .mapToObj(i -> grants.rotate("john", id, null)).toList();

        List<Integer> numbers = new ArrayList<>();
        int refused = 0;
        for (CompletableFuture<Issued> rotation : rotations) {
            try {
                numbers.add(get(rotation).number());
            } catch (LimitReachedException e) {
                refused++;
            }
        }
        assertThat(numbers).containsExactlyInAnyOrder(2, 3, 4, 5);
        assertThat(refused).isEqualTo(2);
    }
}
