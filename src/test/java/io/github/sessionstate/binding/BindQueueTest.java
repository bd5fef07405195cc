package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindQueue.Entry;
import io.github.sessionstate.session.Race;

class BindQueueTest {
    /** The turns that began because others ended. */
    private final List<Turn> begun = new ArrayList<>();

    // ------------------------------------------------------------------ one at a time

    @Test
    void theFirstOfAUserBeginsAtOnce() {
        BindQueue turns = turns(2, 10);

        assertThat(turns.enter(turn("john"))).isEqualTo(Entry.NOW);
        assertThat(turns.enter(turn("jane"))).isEqualTo(Entry.NOW);
        assertThat(begun).as("the callers go on themselves").isEmpty();
    }

    @Test
    void theSecondOfAUserWaitsThoughThereIsRoom() {
        BindQueue turns = turns(5, 10);
        Turn first = turn("john");
        Turn second = turn("john");
        assertThat(turns.enter(first)).isEqualTo(Entry.NOW);

        assertThat(turns.enter(second)).isEqualTo(Entry.LATER);
        assertThat(begun).isEmpty();

        turns.end(first);
        assertThat(begun).containsExactly(second);
    }

    @Test
    void thoseOfAUserBeginInTheOrderInWhichTheyCame() {
        BindQueue turns = turns(5, 10);
        List<Turn> johns = IntStream.range(0, 5).mapToObj(i -> turn("john")).toList();
        johns.forEach(turns::enter);

        for (int over = 0; over < johns.size(); over++) {
            assertThat(begun).containsExactlyElementsOf(johns.subList(1, over + 1));
            turns.end(johns.get(over));
        }
        assertThat(begun).containsExactlyElementsOf(johns.subList(1, 5));
    }

    @Test
    void whenAllOfAUserAreOverTheNextBeginsAtOnce() {
        BindQueue turns = turns(1, 10);
        Turn first = turn("john");
        Turn second = turn("john");
        turns.enter(first);
        turns.enter(second);
        turns.end(first);
        turns.end(second);

        assertThat(turns.enter(turn("john"))).isEqualTo(Entry.NOW);
    }

    // ------------------------------------------------------------------ no more than so many

    @Test
    void noMoreBeginThanMay() {
        BindQueue turns = turns(2, 10);
        Turn john = turn("john");
        turns.enter(john);
        turns.enter(turn("jane"));
        Turn jack = turn("jack");

        assertThat(turns.enter(jack)).isEqualTo(Entry.LATER);

        turns.end(john);
        assertThat(begun).containsExactly(jack);
        assertThat(turns.enter(turn("john"))).as("jack has john's place").isEqualTo(Entry.LATER);
    }

    @Test
    void usersThatWaitBeginInTheOrderInWhichTheyCame() {
        BindQueue turns = turns(1, 10);
        List<Turn> all = List.of(turn("john"), turn("jane"), turn("jack"), turn("jill"));
        all.forEach(turns::enter);

        all.forEach(turns::end);

        assertThat(begun).containsExactlyElementsOf(all.subList(1, 4));
    }

    @Test
    void aUserWithManyLetsTheOthersThroughBetweenThem() {
        BindQueue turns = turns(1, 10);
        Turn first = turn("john");
        Turn second = turn("john");
        Turn third = turn("john");
        Turn jane = turn("jane");
        List.of(first, second, third, jane).forEach(turns::enter);

        turns.end(first);
        assertThat(begun).containsExactly(jane);
        turns.end(jane);
        turns.end(second);

        assertThat(begun).containsExactly(jane, second, third);
    }

    @Test
    void aUserThatWaitsForARoomWaitsForItselfToo() {
        BindQueue turns = turns(2, 10);
        Turn john = turn("john");
        Turn jane = turn("jane");
        Turn jack = turn("jack");
        Turn jackAgain = turn("jack");
        List.of(john, jane, jack, jackAgain).forEach(turns::enter);

        turns.end(john);
        turns.end(jane);
        assertThat(begun).as("a place is free, and jack is not").containsExactly(jack);

        turns.end(jack);
        assertThat(begun).containsExactly(jack, jackAgain);
    }

    @Test
    void whoWaitsBeginsInTheExecutorAndNowhereElse() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        BindQueue turns = new BindQueue(1, 10, tasks::add);
        Turn john = turn("john");
        Turn jane = turn("jane");
        turns.enter(john);
        turns.enter(jane);

        turns.end(john);

        assertThat(begun).isEmpty();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(begun).containsExactly(jane);
        assertThat(turns.enter(turn("jack"))).as("jane's turn counts").isEqualTo(Entry.LATER);
    }

    @Test
    void noLockIsHeldWhileATurnBegins() {
        try (Race race = new Race()) {
            List<Entry> entries = new ArrayList<>();
            BindQueue[] turns = new BindQueue[1];
            // A thread that this one waits for: it would wait for the lock.
            turns[0] = new BindQueue(1, 10, task -> entries.addAll(race.run(List.of(
                    () -> turns[0].enter(turn("jack"))))));
            Turn john = turn("john");
            turns[0].enter(john);
            turns[0].enter(turn("jane"));

            turns[0].end(john);

            assertThat(entries).containsExactly(Entry.LATER);
        }
    }

    // ------------------------------------------------------------------ too many

    @Test
    void whoComesWhenTooManyWaitNeverBegins() {
        BindQueue turns = turns(1, 2);
        Turn john = turn("john");
        Turn second = turn("john");
        Turn jane = turn("jane");
        turns.enter(john);
        assertThat(turns.enter(second)).isEqualTo(Entry.LATER);
        assertThat(turns.enter(jane)).isEqualTo(Entry.LATER);

        assertThat(turns.enter(turn("john"))).isEqualTo(Entry.NEVER);
        assertThat(turns.enter(turn("jane"))).isEqualTo(Entry.NEVER);
        assertThat(turns.enter(turn("jack"))).isEqualTo(Entry.NEVER);

        turns.end(john);
        turns.end(begun.get(0));
        turns.end(begun.get(1));
        assertThat(begun).containsExactlyInAnyOrder(second, jane);
        assertThat(turns.enter(turn("jack"))).as("nothing is left").isEqualTo(Entry.NOW);
    }

    @Test
    void whoBeginsMakesRoomForOneThatWaits() {
        BindQueue turns = turns(1, 1);
        Turn john = turn("john");
        turns.enter(john);
        turns.enter(turn("jane"));
        assertThat(turns.enter(turn("jack"))).isEqualTo(Entry.NEVER);

        turns.end(john);

        assertThat(turns.enter(turn("jack"))).isEqualTo(Entry.LATER);
        assertThat(turns.enter(turn("jill"))).isEqualTo(Entry.NEVER);
    }

    @Test
    void whoBeginsAtOnceDoesNotWait() {
        BindQueue turns = turns(2, 0);

        assertThat(turns.enter(turn("john"))).isEqualTo(Entry.NOW);
        assertThat(turns.enter(turn("john"))).isEqualTo(Entry.NEVER);
        assertThat(turns.enter(turn("jane"))).isEqualTo(Entry.NOW);
        assertThat(turns.enter(turn("jack"))).isEqualTo(Entry.NEVER);
    }

    // ------------------------------------------------------------------ the end

    @Test
    void stopReturnsThoseThatWaitAndNoneBegins() {
        BindQueue turns = turns(2, 10);
        List<Turn> johns = List.of(turn("john"), turn("john"), turn("john"));
        Turn jane = turn("jane");
        List<Turn> jacks = List.of(turn("jack"), turn("jack"));
        johns.forEach(turns::enter);
        turns.enter(jane);
        jacks.forEach(turns::enter);

        List<BindQueue.Turn> left = turns.stop();

        assertThat(left).containsExactlyInAnyOrder(johns.get(1), johns.get(2), jacks.get(0), jacks.get(1))
                .containsSubsequence(johns.get(1), johns.get(2)).containsSubsequence(jacks.get(0), jacks.get(1));
        turns.end(johns.get(0));
        turns.end(jane);
        assertThat(begun).isEmpty();
        assertThat(turns.enter(turn("jill"))).isEqualTo(Entry.STOPPED);
        assertThat(turns.stop()).as("each is returned once").isEmpty();
    }

    @Test
    void whoWaitsForARoomComesBeforeThoseOfTheSameUserThatWaitForIt() {
        BindQueue turns = turns(1, 10);
        Turn john = turn("john");
        Turn second = turn("john");
        Turn third = turn("john");
        Turn jane = turn("jane");
        List.of(john, second, third, jane).forEach(turns::enter);
        // Now john's second waits for a place, and the third for the second.
        turns.end(john);

        assertThat(turns.stop()).containsExactly(second, third);
    }

    // ------------------------------------------------------------------ races

    @Test
    void manyThreadsAndUsersKeepTheRulesAndLeaveNothing() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            new Contest(3 + round % 4, 10_000, round).run();
        }
    }

    @Test
    void whoIsTurnedAwayInARaceLeavesNothing() throws InterruptedException {
        int turnedAway = 0;
        for (int round = 0; round < 20; round++) {
            turnedAway += new Contest(2, 5, 100 + round).run();
        }
        assertThat(turnedAway).as("it was a race for places to wait").isPositive();
    }

    @Test
    void whatWaitsBeginsOrIsReturnedByStopNeverBoth() {
        try (Race race = new Race()) {
            for (int round = 0; round < 1000; round++) {
                AtomicInteger begins = new AtomicInteger();
                BindQueue turns = new BindQueue(1, 10, Runnable::run);
                Turn first = turn("john");
                Turn second = new Turn("john", begins::incrementAndGet);
                turns.enter(first);
                turns.enter(second);

                List<List<BindQueue.Turn>> left = race.run(List.of(turns::stop, () -> {
                    turns.end(first);
                    return List.of();
                }));

                assertThat(left.get(0).size() + begins.get()).as("began or left").isOne();
            }
        }
    }

    private BindQueue turns(int mostAtOnce, int mostWaiting) {
        return new BindQueue(mostAtOnce, mostWaiting, Runnable::run);
    }

    private Turn turn(String user) {
        Turn[] made = new Turn[1];
        made[0] = new Turn(user, () -> begun.add(made[0]));
        return made[0];
    }

    /** Equal to itself only. */
    private static final class Turn implements BindQueue.Turn {
        private final String user;
        private final Runnable whenBegun;

        Turn(String user, Runnable whenBegun) {
            this.user = user;
            this.whenBegun = whenBegun;
        }

        @Override
        public String bareJid() {
            return user;
        }

        @Override
        public void begin() {
            whenBegun.run();
        }

        @Override
        public String toString() {
            return "turn of " + user;
        }
    }

    /** Many threads that ask for turns of many users; all turns are worked off by other threads. */
    private static final class Contest {
        private static final int THREADS = 6;
        private static final int TURNS_EACH = 100;
        private static final int USERS = 8;

        private final int mostAtOnce;
        private final long seed;
        private final ExecutorService workers = Executors.newFixedThreadPool(4);
        private final BindQueue turns;
        private final CountDownLatch settled = new CountDownLatch(THREADS * TURNS_EACH);
        private final AtomicInteger inWork = new AtomicInteger();
        private final Map<String, AtomicInteger> inWorkOfUser = new ConcurrentHashMap<>();
        private final AtomicInteger begins = new AtomicInteger();
        private final AtomicInteger turnedAway = new AtomicInteger();
        private final Queue<String> faults = new ConcurrentLinkedQueue<>();

        Contest(int mostAtOnce, int mostWaiting, long seed) {
            this.mostAtOnce = mostAtOnce;
            this.seed = seed;
            this.turns = new BindQueue(mostAtOnce, mostWaiting, workers::execute);
        }

        /** Returns how many were turned away. */
        int run() throws InterruptedException {
            try (Race race = new Race()) {
                race.run(IntStream.range(0, THREADS).mapToObj(this::asking).toList());
                assertThat(settled.await(60, TimeUnit.SECONDS)).as("every turn ended; %s did not", settled).isTrue();
            } finally {
                workers.shutdownNow();
            }
            assertThat(faults).isEmpty();
            assertThat(begins.get() + turnedAway.get()).isEqualTo(THREADS * TURNS_EACH);
            for (int i = 0; i < USERS; i++) {
                BindQueue.Turn last = new Turn("user" + i, () -> { });
                assertThat(turns.enter(last)).as("nothing is left of %s", last).isEqualTo(Entry.NOW);
                turns.end(last);
            }
            // All places are free, and no more than those.
            for (int i = 0; i < mostAtOnce; i++) {
                assertThat(turns.enter(new Turn("other" + i, () -> { }))).isEqualTo(Entry.NOW);
            }
            assertThat(turns.enter(new Turn("one too many", () -> { }))).isEqualTo(Entry.LATER);
            assertThat(turns.stop()).hasSize(1);
            return turnedAway.get();
        }

        private Callable<Void> asking(int number) {
            return () -> {
                Random random = new Random(seed * THREADS + number);
                for (int i = 0; i < TURNS_EACH; i++) {
                    ask("user" + random.nextInt(USERS));
                }
                return null;
            };
        }

        private void ask(String user) {
            AtomicInteger beginsOfThis = new AtomicInteger();
            Turn[] turn = new Turn[1];
            turn[0] = new Turn(user, () -> work(turn[0], beginsOfThis));
            switch (turns.enter(turn[0])) {
                case NOW -> workers.execute(turn[0]::begin);
                case NEVER -> {
                    turnedAway.incrementAndGet();
                    settled.countDown();
                }
                default -> { }
            }
        }

        private void work(Turn turn, AtomicInteger beginsOfThis) {
            AtomicInteger ofUser = inWorkOfUser.computeIfAbsent(turn.bareJid(), user -> new AtomicInteger());
            check(beginsOfThis.incrementAndGet() == 1, turn + " began again");
            check(ofUser.incrementAndGet() == 1, turn + " is not the only one");
            check(inWork.incrementAndGet() <= mostAtOnce, "more than may be at once");
            begins.incrementAndGet();
            Thread.yield();
            inWork.decrementAndGet();
            ofUser.decrementAndGet();
            turns.end(turn);
            settled.countDown();
        }

        private void check(boolean holds, String fault) {
            if (!holds) {
                faults.add(fault);
            }
        }
    }
}
