package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.host.HostCapabilities.DirectBinds;
import io.github.sessionstate.openfire.host.LeakFreeHostCall;

class DirectBindThreadsTest {
    private static final int SHARE = 64;

    private final LeakFreeHostCall execute = mock(LeakFreeHostCall.class);
    private final LeakFreeHostCall run = mock(LeakFreeHostCall.class);
    private final ThreadPoolExecutor host = mock(ThreadPoolExecutor.class);
    private boolean isForHost;
    private final DirectBindThreads threads = new DirectBindThreads(new DirectBinds(null, null, execute, run), host,
            () -> isForHost);

    @Test
    void oneUserMayNotHaveThemAll() throws InterruptedException {
        doAnswer(call -> {
            ((Runnable) call.getArgument(0)).run();
            return null;
        }).when(run).run(any());
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < SHARE; i++) {
            begin("john", end);
        }
        assertThat(threads.isCrowded("john")).as("with its share").isFalse();
        begin("john", end);
        assertThat(threads.isCrowded("john")).isTrue();
        begin("jane", end);
        assertThat(threads.isCrowded("jane")).as("others go on").isFalse();

        end.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.isCrowded("john")).isFalse();
    }

    private void begin(String user, CountDownLatch end) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            threads.current().begin(new JID(user, "example.org", "x"));
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsDecidedAlreadyGoesToTheHost() {
        isForHost = true;
        AtomicReference<String> ran = new AtomicReference<>();
        Runnable task = () -> ran.set("here");

        threads.execute(task);

        verify(execute).run(host, task);
        verify(run, never()).run(any());
        assertThat(ran).hasNullValue();
        assertThat(threads.current()).isNull();
    }
}
