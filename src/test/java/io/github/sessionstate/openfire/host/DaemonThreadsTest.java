package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DaemonThreadsTest {
    @Test
    void threadsKeepNoServerFromEndingAndAreNumbered() {
        DaemonThreads threads = new DaemonThreads("test-");

        Thread first = threads.newThread(() -> { });
        Thread second = threads.newThread(() -> { });

        assertThat(first.getName()).isEqualTo("test-1");
        assertThat(second.getName()).isEqualTo("test-2");
        assertThat(first.isDaemon()).isTrue();
    }

    @Test
    @Timeout(30)
    void aPoolWorksOnSoManyAtOnceAndKeepsTheRest() throws InterruptedException {
        ThreadPoolExecutor pool = DaemonThreads.pool("pool-", 2);
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(5);
        try {
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> {
                    names.add(Thread.currentThread().getName());
                    begun.countDown();
                    await(goOn);
                    over.countDown();
                });
            }
            begun.await();
            assertThat(pool.getPoolSize()).isEqualTo(2);
            assertThat(pool.getQueue()).hasSize(3);

            goOn.countDown();
            over.await();
            assertThat(names).containsExactlyInAnyOrder("pool-1", "pool-2");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void theIdleThreadsOfAPoolEnd() {
        ThreadPoolExecutor pool = DaemonThreads.pool("pool-", 2);

        assertThat(pool.allowsCoreThreadTimeOut()).isTrue();
        assertThat(pool.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
