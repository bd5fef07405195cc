package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.XmppSession;

@Timeout(60)
class BindHooksTest {
    // Hooks that answer do so long before.
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(100);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BindHooks hooks = new BindHooks(executor, PATIENT);
    private final XmppSession session = new Bound(new StubClock()).newcomer();
    /** What hooks were asked, such as {@code "a desk"}. */
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endThreads() {
        executor.shutdownNow();
    }

    @Test
    void withoutHooksEveryBindProceeds() {
        assertThat(hooks.isEmpty()).isTrue();
        assertProceeds(hooks.ask(session, "desk"));
    }

    @Test
    void hooksAreAskedInTheOrderInWhichTheyCame() {
        hooks.add(says("a", BindVerdict.proceed()));
        hooks.add(says("b", BindVerdict.proceed()));
        hooks.add(says("c", BindVerdict.proceed()));
        assertThat(hooks.isEmpty()).isFalse();

        assertProceeds(hooks.ask(session, "desk"));
        assertThat(asked).containsExactly("a desk", "b desk", "c desk");
    }

    @Test
    void aHookIsAskedForTheSessionOnAThreadOfItsOwn() {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        hooks.add((binding, resource) -> {
            seen.add(binding);
            seen.add(Thread.currentThread());
            return null;
        });

        hooks.ask(session, "desk");

        assertThat(seen).hasSize(2).startsWith(session).doesNotContain(Thread.currentThread());
    }

    @Test
    void aHookThatWasTakenAwayIsAskedNoMore() {
        PreResourceBind a = says("a", BindVerdict.proceed());
        PreResourceBind b = says("b", BindVerdict.proceed());
        hooks.add(a);
        hooks.add(b);

        hooks.remove(a);
        hooks.ask(session, "desk");
        assertThat(asked).containsExactly("b desk");

        hooks.remove(b);
        assertThat(hooks.isEmpty()).isTrue();
    }

    @Test
    void nothingIsNoHook() {
        assertThatNullPointerException().isThrownBy(() -> hooks.add(null)).withMessage("hook");
    }

    @Test
    void aWishOfNothingIsPassedOnAsSuch() {
        hooks.add(says("a", BindVerdict.proceed()));

        assertProceeds(hooks.ask(session, null));
        assertThat(asked).containsExactly("a null");
    }

    // ------------------------------------------------------------------ what they say

    @Test
    void theNextHookIsAskedForTheNewName() {
        hooks.add(says("a", BindVerdict.rename("phone")));
        hooks.add(says("b", BindVerdict.proceed()));
        hooks.add(says("c", BindVerdict.rename("tablet")));
        hooks.add(says("d", null));

        BindVerdict verdict = hooks.ask(session, "desk");

        assertThat(verdict.resource()).isEqualTo("tablet");
        assertThat(verdict.condition()).isNull();
        assertThat(asked).containsExactly("a desk", "b phone", "c phone", "d tablet");
    }

    @Test
    void aHookMayNameWhatTheClientLeftToTheServer() {
        hooks.add(says("a", BindVerdict.rename("phone")));
        hooks.add(says("b", BindVerdict.proceed()));

        assertThat(hooks.ask(session, null).resource()).isEqualTo("phone");
        assertThat(asked).containsExactly("a null", "b phone");
    }

    @Test
    void theFirstRefusalIsTheLastWord() {
        hooks.add(says("a", BindVerdict.rename("phone")));
        hooks.add(says("b", BindVerdict.refuse("not-allowed", "Not at night")));
        hooks.add(says("c", BindVerdict.refuse("forbidden", null)));

        BindVerdict verdict = hooks.ask(session, "desk");

        assertThat(verdict.condition()).isEqualTo("not-allowed");
        assertThat(verdict.text()).isEqualTo("Not at night");
        assertThat(verdict.resource()).isNull();
        assertThat(asked).containsExactly("a desk", "b phone");
    }

    @Test
    void nullCountsAsProceed() {
        hooks.add(says("a", null));

        assertProceeds(hooks.ask(session, "desk"));
        assertThat(asked).containsExactly("a desk");
    }

    // ------------------------------------------------------------------ what goes wrong

    @Test
    void aHookThatThrowsIsPassedOver() {
        hooks.add(says("a", BindVerdict.rename("phone")));
        hooks.add((binding, resource) -> {
            asked.add("b " + resource);
            throw new IllegalStateException("for the test");
        });
        hooks.add((binding, resource) -> {
            asked.add("c " + resource);
            throw new NoClassDefFoundError("for the test");
        });
        hooks.add(says("d", BindVerdict.proceed()));

        assertThat(hooks.ask(session, "desk").resource()).isEqualTo("phone");
        assertThat(asked).containsExactly("a desk", "b phone", "c phone", "d phone");
    }

    @Test
    void aHookThatIsTooSlowIsPassedOverAndInterrupted() throws InterruptedException {
        BindHooks impatient = new BindHooks(executor, IMPATIENT);
        CountDownLatch interrupted = new CountDownLatch(1);
        impatient.add((binding, resource) -> {
            asked.add("slow " + resource);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return BindVerdict.refuse("forbidden", "too late");
        });
        impatient.add(says("b", null));

        assertProceeds(impatient.ask(session, "desk"));
        assertThat(asked).containsExactly("slow desk", "b desk");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).as("the slow one was interrupted").isTrue();
    }

    @Test
    void whileOneThatIsTooSlowHasNotComeBackOthersAreAnswered() {
        CountDownLatch end = new CountDownLatch(1);
        BindHooks impatient = new BindHooks(executor, IMPATIENT);
        impatient.add((binding, resource) -> {
            // It does not care for interrupts.
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    asked.add("interrupted");
                }
            }
            return null;
        });
        try {
            assertProceeds(impatient.ask(session, "desk"));
            assertProceeds(impatient.ask(session, "desk"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void whenTheExecutorIsFullHooksArePassedOver() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        BindHooks full = new BindHooks(one, PATIENT);
        full.add(says("a", BindVerdict.refuse("forbidden", null)));
        try {
            one.execute(() -> {
                started.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

            assertProceeds(full.ask(session, "desk"));
            assertThat(asked).isEmpty();
        } finally {
            end.countDown();
            one.shutdownNow();
        }
    }

    @Test
    void onceTheExecutorIsShutDownHooksArePassedOver() {
        hooks.add(says("a", BindVerdict.refuse("forbidden", null)));
        executor.shutdown();

        assertProceeds(hooks.ask(session, "desk"));
        assertThat(asked).isEmpty();
    }

    @Test
    void anInterruptOfWhoAsksIsKeptAndEndsTheWait() {
        CountDownLatch never = new CountDownLatch(1);
        hooks.add((binding, resource) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                asked.add("interrupted");
            }
            return BindVerdict.refuse("forbidden", null);
        });
        Thread.currentThread().interrupt();

        BindVerdict verdict = hooks.ask(session, "desk");

        assertThat(Thread.interrupted()).as("the caller is still interrupted").isTrue();
        assertProceeds(verdict);
    }

    private PreResourceBind says(String name, BindVerdict verdict) {
        return (binding, resource) -> {
            asked.add(name + " " + resource);
            return verdict;
        };
    }

    private static void assertProceeds(BindVerdict verdict) {
        assertThat(verdict.condition()).isNull();
        assertThat(verdict.resource()).isNull();
    }
}
