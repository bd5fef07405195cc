package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.XmppSession;

class BindHooksTest {
    private static final int THREADS = 4;

    private final ExecutorService executor =
            new ThreadPoolExecutor(0, THREADS, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final BindHooks hooks = new BindHooks(executor, Duration.ofMillis(200));
    private final XmppSession session = new Tables().unbound();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private PreResourceBind saying(BindVerdict verdict) {
        return (binding, resource) -> {
            assertThat(binding).isSameAs(session);
            asked.add(resource);
            return verdict;
        };
    }

    @Test
    void withoutHooksABindGoesOn() {
        assertThat(hooks.isEmpty()).isTrue();
        assertThat(hooks.ask(session, "x")).isSameAs(BindVerdict.proceed());
    }

    @Test
    void eachIsAskedForWhatTheOneBeforeItMade() {
        hooks.add(saying(BindVerdict.proceed()));
        hooks.add(saying(null));
        hooks.add(saying(BindVerdict.rename("y")));
        hooks.add(saying(BindVerdict.proceed()));

        assertThat(hooks.ask(session, "x").resource()).isEqualTo("y");
        assertThat(asked).containsExactly("x", "x", "x", "y");
    }

    @Test
    void theFirstRefusalIsTheLastWord() {
        hooks.add(saying(BindVerdict.refuse("not-allowed", "no desk today")));
        hooks.add(saying(BindVerdict.rename("y")));

        BindVerdict verdict = hooks.ask(session, null);

        assertThat(verdict.condition()).isEqualTo("not-allowed");
        assertThat(verdict.text()).isEqualTo("no desk today");
        assertThat(verdict.resource()).isNull();
        assertThat(asked).containsExactly((String) null);
    }

    @Test
    void oneThatThrowsIsPassedOver() {
        hooks.add((binding, resource) -> {
            throw new NoClassDefFoundError("of another plugin");
        });
        hooks.add(saying(BindVerdict.rename("y")));

        assertThat(hooks.ask(session, "x").resource()).isEqualTo("y");
    }

    @Test
    void oneThatIsTooSlowIsPassedOverAndInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        hooks.add((binding, resource) -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return BindVerdict.refuse("not-allowed", "too late");
        });

        assertThat(hooks.ask(session, "x")).isSameAs(BindVerdict.proceed());
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void ifNoThreadIsLeftABindGoesOn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < THREADS; i++) {
            executor.execute(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        hooks.add(saying(BindVerdict.rename("y")));

        assertThat(hooks.ask(session, "x")).isSameAs(BindVerdict.proceed());
        end.countDown();
        assertThat(asked).isEmpty();
    }

    @Test
    void oneThatWasTakenAwayIsNotAsked() {
        PreResourceBind hook = saying(BindVerdict.rename("y"));
        hooks.add(hook);
        hooks.remove(hook);

        assertThat(hooks.isEmpty()).isTrue();
        hooks.ask(session, "x");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalNeedsAConditionThatThereIs() {
        assertThatThrownBy(() -> BindVerdict.refuse("no-such-thing", null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no-such-thing");
        assertThat(BindVerdict.refuse("resource-constraint", null).text()).isNull();
    }
}
