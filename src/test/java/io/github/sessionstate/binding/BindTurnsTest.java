package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindTurns.Entry;
import io.github.sessionstate.binding.BindTurns.Turn;
import io.github.sessionstate.session.Race;

class BindTurnsTest {
    private final List<String> begun = new ArrayList<>();
    private final BindTurns turns = new BindTurns(3, 4, Runnable::run);

    private record Named(String user, String name, List<String> begun) implements Turn {
        @Override
        public void begin() {
            begun.add(name);
        }
    }

    private Turn turn(String user, String name) {
        return new Named(user, name, begun);
    }

    @Test
    void ofOneUserOneAtATimeInTheirOrder() {
        Turn a1 = turn("a", "a1");
        Turn a2 = turn("a", "a2");
        Turn a3 = turn("a", "a3");

        assertThat(turns.enter(a1)).isEqualTo(Entry.NOW);
        assertThat(turns.enter(a2)).isEqualTo(Entry.LATER);
        assertThat(turns.enter(a3)).isEqualTo(Entry.LATER);
        assertThat(turns.enter(turn("b", "b1"))).as("another user").isEqualTo(Entry.NOW);
        assertThat(begun).isEmpty();
        turns.end(a1);
        assertThat(begun).containsExactly("a2");
        turns.end(a2);
        turns.end(a3);
        assertThat(begun).containsExactly("a2", "a3");
        assertThat(turns.enter(turn("a", "a4"))).isEqualTo(Entry.NOW);
    }

    @Test
    void noMoreThanSoManyAtOnce() {
        Turn a = turn("a", "a");
        Turn b = turn("b", "b");
        turns.enter(a);
        turns.enter(b);
        turns.enter(turn("c", "c"));
        Turn d = turn("d", "d");

        assertThat(turns.enter(d)).isEqualTo(Entry.LATER);
        assertThat(turns.enter(turn("e", "e"))).isEqualTo(Entry.LATER);
        turns.end(b);
        assertThat(begun).containsExactly("d");
        turns.end(a);
        assertThat(begun).containsExactly("d", "e");
    }

    @Test
    void aUserWithManyDoesNotKeepOthersWaiting() {
        Turn a1 = turn("a", "a1");
        Turn b1 = turn("b", "b1");
        turns.enter(a1);
        turns.enter(b1);
        turns.enter(turn("c", "c1"));
        turns.enter(turn("a", "a2"));
        turns.enter(turn("d", "d1"));
        turns.end(a1);
        assertThat(begun).as("d came before the second of a could begin").containsExactly("d1");
    }

    @Test
    void whoIsTooManyMayNotEvenWait() {
        for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
            turns.enter(turn("a", name));
        }
        assertThat(turns.enter(turn("a", "a6"))).isEqualTo(Entry.NEVER);
        assertThat(turns.enter(turn("b", "b1"))).as("need not wait").isEqualTo(Entry.NOW);
        turns.enter(turn("c", "c1"));
        Turn d1 = turn("d", "d1");
        assertThat(turns.enter(d1)).isEqualTo(Entry.NEVER);
        turns.end(turn("b", "b1"));
        assertThat(turns.enter(d1)).as("no trace of the one that was sent away").isEqualTo(Entry.NOW);
    }

    @Test
    void whenItStopsThoseThatWaitAreHandedOut() {
        Turn a1 = turn("a", "a1");
        Turn a2 = turn("a", "a2");
        Turn d1 = turn("d", "d1");
        turns.enter(a1);
        turns.enter(turn("b", "b1"));
        turns.enter(turn("c", "c1"));
        turns.enter(a2);
        turns.enter(d1);

        assertThat(turns.stop()).containsExactlyInAnyOrder(a2, d1);
        turns.end(a1);
        assertThat(begun).isEmpty();
        assertThat(turns.enter(turn("z", "z1"))).isEqualTo(Entry.NEVER);
    }

    @Test
    void threadsThatRaceAllGetTheirTurn() throws Exception {
        int users = 5;
        int binds = 200;
        int atOnce = 3;
        ExecutorService executor = Executors.newFixedThreadPool(4);
        BindTurns raced = new BindTurns(atOnce, binds * users, executor);
        Map<String, AtomicInteger> ofUser = new ConcurrentHashMap<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<String> problems = new ArrayList<>();
        class Raced implements Turn {
            private final String user;

            Raced(String user) {
                this.user = user;
            }

            @Override
            public String user() {
                return user;
            }

            @Override
            public void begin() {
                int same = ofUser.computeIfAbsent(user, key -> new AtomicInteger()).incrementAndGet();
                if (same > 1 || running.incrementAndGet() > atOnce) {
                    synchronized (problems) {
                        problems.add(user + ": " + same + " of one user, " + running + " at once");
                    }
                }
                Thread.yield();
                running.decrementAndGet();
                ofUser.get(user).decrementAndGet();
                done.incrementAndGet();
                raced.end(this);
            }
        }
        List<Callable<Void>> contenders = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            contenders.add(() -> {
                for (int i = 0; i < binds; i++) {
                    Turn turn = new Raced("user" + i % users);
                    if (raced.enter(turn) == Entry.NOW) {
                        turn.begin();
                    }
                }
                return null;
            });
        }
        try (Race race = new Race()) {
            race.run(contenders);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (done.get() < 4 * binds && System.nanoTime() < end) {
            Thread.yield();
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(problems).isEmpty();
        assertThat(done).hasValue(4 * binds);
        for (int i = 0; i < atOnce; i++) {
            assertThat(raced.enter(new Raced("user" + i))).as("nothing is left of the others").isEqualTo(Entry.NOW);
        }
    }
}
