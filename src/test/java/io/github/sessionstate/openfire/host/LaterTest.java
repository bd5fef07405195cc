package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaterTest {
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final List<Runnable> steps = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Later later = new Later(executor);

    @BeforeEach
    void keepWhatIsScheduled() {
        when(executor.schedule(any(Runnable.class), anyLong(), eq(TimeUnit.MILLISECONDS))).thenAnswer(call -> {
            steps.add(call.getArgument(0));
            delays.add(call.getArgument(1));
            return null;
        });
    }

    @Test
    void aStepIsTakenWhenItsTimeHasCome() {
        later.run(20, () -> done.add("a"));
        assertThat(delays).containsExactly(20L);
        assertThat(done).isEmpty();

        steps.get(0).run();

        assertThat(done).containsExactly("a");
    }

    // An executor of the JDK would swallow it, and nobody would know.
    @Test
    void aStepThatFailsThrowsNothing() {
        later.run(0, () -> {
            throw new IllegalStateException("for the test");
        });
        later.run(0, () -> {
            throw new NoSuchMethodError("for the test");
        });

        assertThat(steps).hasSize(2).allSatisfy(step -> assertThatCode(step::run).doesNotThrowAnyException());
    }

    @Test
    void whatTheMachineIsShortOfIsNotHidden() {
        later.run(0, () -> {
            throw new OutOfMemoryError("for the test");
        });

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(steps.get(0)::run);
    }

    @Test
    void whileThePluginIsUnloadedStepsAreLeftOut() {
        when(executor.schedule(any(Runnable.class), anyLong(), any())).thenThrow(RejectedExecutionException.class);

        assertThatCode(() -> later.run(0, () -> done.add("a"))).doesNotThrowAnyException();

        assertThat(done).isEmpty();
    }
}
