package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.bind.Contest.Contestant;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;

/** 5.1.1 refuses binds for a conflict that there is not if it has no thread for them. */
class BusyHostIT {
    private static final String POOL = "xmpp.session.bind.conflict.maximum-pool-size";
    private static final String REFUSES = "Unable to schedule resource-binding conflict resolution";
    private static final int CLIENTS = 30;
    private static final int ROUNDS = 5;

    @Test
    void noClientIsToldOfAConflictThatIsNone() throws Exception {
        // Binds of one user follow each other: it takes several to be too many for one thread.
        List<String> users = List.of("john", "jane", "juan");
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().property(POOL, "1"))) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Contest> contests = new ArrayList<>();
                try {
                    for (String user : users) {
                        contests.add(new Contest(host, user, CLIENTS));
                    }
                    List<Future<?>> running = new ArrayList<>();
                    for (Contest contest : contests) {
                        running.add(threads.submit(() -> {
                            contest.bind(n -> "r" + n);
                            return null;
                        }));
                    }
                    for (Future<?> one : running) {
                        one.get(60, TimeUnit.SECONDS);
                    }
                    for (Contest contest : contests) {
                        assertThat(contest.refused()).extracting(Contestant::condition).isEmpty();
                        assertThat(contest.all()).allSatisfy(one ->
                                assertThat(one.took()).isLessThan(Contest.ANSWER));
                        for (Contestant one : contest.all()) {
                            one.client().sync();
                        }
                    }
                } finally {
                    for (Contest contest : contests) {
                        contest.close();
                    }
                }
            }
            if (host.isAtLeast("5.1")) {
                assertThat(host.log().count(REFUSES)).as("the host was too busy").isPositive();
            }
            host.assertNoUnexpectedWarnings(REFUSES);
        } finally {
            threads.shutdownNow();
        }
    }
}
