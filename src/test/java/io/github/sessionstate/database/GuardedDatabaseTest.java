package io.github.sessionstate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedDatabaseTest {
    private static final long GIVEN_UP_MILLIS = 2_500;

    private final String url = "jdbc:hsqldb:mem:" + UUID.randomUUID();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch blocker = new CountDownLatch(1);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean isDown;
    private Connection keeper;
    private GuardedDatabase database;

    @BeforeEach
    void setUp() throws SQLException {
        keeper = DriverManager.getConnection(url);
        try (Statement statement = keeper.createStatement()) {
            statement.execute("CREATE TABLE note (text VARCHAR(20) PRIMARY KEY)");
        }
        database = new GuardedDatabase(this::connect, task -> {
            Thread thread = new Thread(task);
            threads.add(thread);
            return thread;
        }, executor, GIVEN_UP_MILLIS);
    }

    @AfterEach
    void tearDown() throws SQLException {
        blocker.countDown();
        database.stop();
        executor.shutdownNow();
        try (Connection last = DriverManager.getConnection(url)) {
            last.createStatement().execute("SHUTDOWN");
        }
    }

    private Connection connect() throws SQLException {
        opened.incrementAndGet();
        if (isDown) {
            throw new SQLException("nobody listens");
        }
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Connection connection = DriverManager.getConnection(url);
        return Proxied.onClose(connection, () -> {
            if (!isDown) {
                assertThat(connection.getAutoCommit()).as("given back as it was").isTrue();
            }
            open.decrementAndGet();
        });
    }

    private static Void insert(Transaction transaction, String text) throws SQLException {
        PreparedStatement statement = transaction.prepare("INSERT INTO note (text) VALUES (?)");
        statement.setString(1, text);
        statement.executeUpdate();
        return null;
    }

    private static int count(Transaction transaction) throws SQLException {
        ResultSet found = transaction.prepare("SELECT COUNT(*) FROM note").executeQuery();
        found.next();
        return found.getInt(1);
    }

    private int count() {
        return database.run(GuardedDatabaseTest::count).join();
    }

    private int waitUntilReleased(Transaction transaction) {
        try {
            blocker.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 1;
    }

    private static void expectFailure(CompletableFuture<?> result, String message) {
        assertThatThrownBy(result::join).isInstanceOf(CompletionException.class)
                .cause().isInstanceOf(DatabaseException.class).hasMessageContaining(message);
    }

    @Test
    void whatWasDoneIsCommittedAndTheConnectionGivenBack() {
        database.run(transaction -> insert(transaction, "one")).join();

        assertThat(count()).isEqualTo(1);
        assertThat(open).hasValue(0);
        assertThat(database.problem()).isNull();
    }

    @Test
    void aRefusedStatementUndoesTheWholeWorkAndIsNoProblemOfTheDatabase() {
        expectFailure(database.run(transaction -> {
            insert(transaction, "one");
            return insert(transaction, "one");
        }), "The database refused");

        assertThat(count()).isZero();
        assertThat(open).hasValue(0);
        assertThat(database.problem()).isNull();
    }

    @Test
    void whatTheWorkItselfThrowsComesAsItIsAndUndoesIt() {
        CompletableFuture<Void> result = database.run(transaction -> {
            insert(transaction, "one");
            throw new IllegalStateException("of the work");
        });

        assertThatThrownBy(result::join).cause().isInstanceOf(IllegalStateException.class).hasMessage("of the work");
        assertThat(count()).isZero();
        assertThat(database.problem()).isNull();
    }

    @Test
    void statementsAreClosedAtTheEndOfTheWork() throws SQLException {
        PreparedStatement statement = database.run(transaction -> transaction.prepare("SELECT text FROM note")).join();

        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void noMoreThanThreeConnectionsAreOpenAndTheRestWaits() {
        List<CompletableFuture<Integer>> results = IntStream.range(0, 20)
                .mapToObj(n -> database.run(this::waitUntilReleased)).toList();
        blocker.countDown();

        assertThat(results).allSatisfy(result -> assertThat(result.join()).isEqualTo(1));
        assertThat(mostOpen).hasValueBetween(1, 3);
        assertThat(threads).hasSize(3);
    }

    @Test
    void whatComesWhenTheQueueIsFullFailsAtOnce() {
        List<CompletableFuture<Integer>> results = IntStream.range(0, GuardedDatabase.THREADS + GuardedDatabase.QUEUE)
                .mapToObj(n -> database.run(this::waitUntilReleased)).toList();

        expectFailure(database.run(this::waitUntilReleased), "Too much waits");
        blocker.countDown();
        assertThat(results).allSatisfy(result -> assertThat(result.join()).isEqualTo(1));
        assertThat(count()).isZero();
    }

    @Test
    void aDatabaseThatIsDownIsTriedByOneAtATimeUntilItIsBack() throws Exception {
        isDown = true;
        expectFailure(database.run(GuardedDatabaseTest::count), "nobody listens");
        assertThat(database.problem()).contains("cannot be used", "nobody listens");

        isDown = false;
        int before = opened.get();
        CompletableFuture<Integer> probe = database.run(this::waitUntilReleased);
        List<CompletableFuture<Integer>> others = IntStream.range(0, 50)
                .mapToObj(n -> database.run(GuardedDatabaseTest::count)).toList();

        assertThat(others).allMatch(CompletableFuture::isCompletedExceptionally);
        others.forEach(other -> expectFailure(other, "nobody listens"));
        blocker.countDown();
        assertThat(probe.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(opened.get() - before).isEqualTo(1);
        assertThat(database.problem()).isNull();
        assertThat(count()).isZero();
    }

    @Test
    void whatWaitsWhenTheDatabaseGoesDownFailsUntried() {
        CountDownLatch begun = new CountDownLatch(GuardedDatabase.THREADS);
        List<CompletableFuture<Integer>> first = IntStream.range(0, GuardedDatabase.THREADS)
                .mapToObj(n -> database.<Integer>run(transaction -> {
                    begun.countDown();
                    waitUntilReleased(transaction);
                    throw new SQLException("refused");
                })).toList();
        awaitZero(begun);
        List<CompletableFuture<Integer>> waiting = IntStream.range(0, 50)
                .mapToObj(n -> database.run(GuardedDatabaseTest::count)).toList();
        isDown = true;
        int before = opened.get();
        blocker.countDown();

        first.forEach(result -> expectFailure(result, "refused"));
        waiting.forEach(result -> expectFailure(result, "nobody listens"));
        assertThat(opened.get() - before).as("tried").isLessThanOrEqualTo(GuardedDatabase.THREADS);
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aConnectionThatIsClosedMeansDown() {
        expectFailure(database.run(transaction -> {
            isDown = true;
            keeper.createStatement().execute("SHUTDOWN");
            return count(transaction);
        }), "The database cannot be used");

        assertThat(database.problem()).isNotNull();
    }

    // HSQLDB waits for locks without a limit, whatever the time-out of the statement.
    @Test
    void aLockedTableIsGivenUpAndTriedByOneAtATimeUntilItIsFree() throws Exception {
        keeper.setAutoCommit(false);
        keeper.createStatement().execute("INSERT INTO note (text) VALUES ('locks')");
        long begin = System.nanoTime();

        CompletableFuture<Void> written = database.run(transaction -> insert(transaction, "given up"));
        expectFailure(written, "does not answer");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isBetween(GIVEN_UP_MILLIS - 100, 10_000L);
        assertThat(database.problem()).contains("does not answer");
        CompletableFuture<Integer> probe = database.run(GuardedDatabaseTest::count);
        assertThat(probe).isNotDone();
        expectFailure(database.run(GuardedDatabaseTest::count), "does not answer");

        keeper.commit();
        assertThat(probe.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(database.problem()).isNull();
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(count()).as("what was given up is not committed").isEqualTo(1);
    }

    @Test
    void moreHangingStatementsThanThreadsKeepNobodyWaiting() {
        List<CompletableFuture<Integer>> hanging = IntStream.range(0, GuardedDatabase.THREADS + 2)
                .mapToObj(n -> database.run(this::waitUntilReleased)).toList();

        hanging.forEach(result -> expectFailure(result, "does not answer"));
        CompletableFuture<Integer> probe = database.run(GuardedDatabaseTest::count);
        expectFailure(database.run(GuardedDatabaseTest::count), "does not answer");
        expectFailure(probe, "does not answer");

        blocker.countDown();
        awaitNoProblem();
        assertThat(count()).isZero();
    }

    private void awaitNoProblem() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (database.problem() != null && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(database.problem()).isNull();
    }

    @Test
    void aSlowRefusalMeansDown() {
        expectFailure(database.run(transaction -> {
            pause(2_050);
            throw new SQLException("time is up");
        }), "time is up");

        assertThat(database.problem()).contains("too slow", "time is up");
        assertThat(count()).isZero();
        assertThat(database.problem()).isNull();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUnusableDatabaseIsOnlyLookedAt() {
        database.unusable("tables are missing");

        expectFailure(database.run(GuardedDatabaseTest::count), "tables are missing");
        assertThat(database.problem()).isEqualTo("tables are missing");
        assertThat(database.look(GuardedDatabaseTest::count).join()).isZero();

        database.unusable(null);
        assertThat(count()).isZero();
    }

    // ------------------------------------------------------------------ long reads

    @Test
    void longReadsRunOneAtATimeAndLeaveThreadsToTheRest() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> results = IntStream.range(0, 1 + LongReads.QUEUE)
                .mapToObj(n -> database.ask(transaction -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    waitUntilReleased(transaction);
                    running.decrementAndGet();
                    return count(transaction);
                })).toList();

        expectFailure(database.ask(GuardedDatabaseTest::count), "Too many questions");
        assertThat(count()).as("not kept waiting").isZero();
        blocker.countDown();
        assertThat(results).allSatisfy(result -> assertThat(result.join()).isZero());
        assertThat(most).hasValue(1);
        assertThat(database.ask(GuardedDatabaseTest::count).join()).isZero();
    }

    @Test
    void aSlowOrBrokenLongReadIsNoProblemOfTheDatabase() {
        expectFailure(database.ask(transaction -> {
            pause(2_050);
            throw new SQLException("time is up");
        }), "time is up");
        isDown = true;
        expectFailure(database.ask(GuardedDatabaseTest::count), "nobody listens");

        assertThat(database.problem()).isNull();
        expectFailure(database.run(GuardedDatabaseTest::count), "nobody listens");
        isDown = false;
        expectFailure(database.ask(GuardedDatabaseTest::count), "nobody listens");
        assertThat(count()).isZero();
        assertThat(database.ask(GuardedDatabaseTest::count).join()).isZero();
    }

    @Test
    void aStatementOfALongReadMayTakeTenSeconds() {
        assertThat(database.ask(transaction -> transaction.prepare("SELECT text FROM note").getQueryTimeout()).join())
                .isEqualTo(10);
        assertThat(database.run(transaction -> transaction.prepare("SELECT text FROM note").getQueryTimeout()).join())
                .isEqualTo(2);
    }

    @Test
    void stoppedItFailsTheLongReadsThatWait() throws Exception {
        CompletableFuture<Integer> first = database.ask(this::waitUntilReleased);
        CompletableFuture<Integer> second = database.ask(this::waitUntilReleased);
        CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(database::stop);

        expectFailure(second, "The plugin was stopped");
        blocker.countDown();
        assertThat(first.join()).isEqualTo(1);
        assertThat(stop.get(10, TimeUnit.SECONDS)).isTrue();
        expectFailure(database.ask(GuardedDatabaseTest::count), "The plugin was stopped");
    }

    // ------------------------------------------------------------------

    @Test
    void stoppedItBringsToAnEndWhatIsBegunAndFailsTheRest() throws Exception {
        CountDownLatch begun = new CountDownLatch(GuardedDatabase.THREADS);
        List<CompletableFuture<Void>> first = IntStream.range(0, GuardedDatabase.THREADS)
                .mapToObj(n -> database.run(transaction -> {
                    begun.countDown();
                    waitUntilReleased(transaction);
                    return insert(transaction, "text " + n);
                })).toList();
        awaitZero(begun);
        CompletableFuture<Integer> waiting = database.run(GuardedDatabaseTest::count);
        CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(database::stop);

        expectFailure(waiting, "The plugin was stopped");
        blocker.countDown();
        assertThat(stop.get(10, TimeUnit.SECONDS)).isTrue();
        first.forEach(CompletableFuture::join);
        // The last of them has no more to do, but may not have ended yet.
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(threads).noneMatch(Thread::isAlive);
        expectFailure(database.run(GuardedDatabaseTest::count), "The plugin was stopped");
    }
}
