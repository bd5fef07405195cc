package io.github.sessionstate.openfire.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class HeldInputTest {
    private final HeldInput input = new HeldInput();
    private final List<String> taken = new ArrayList<>();

    private Runnable step(String name) {
        return () -> taken.add(name);
    }

    /** A request for a resource: what is behind it must wait again. */
    private Runnable bind(String name) {
        return () -> {
            taken.add(name);
            input.hold();
        };
    }

    @Test
    void whatNeedNotWaitIsTakenAtOnce() {
        input.take(step("a"));

        assertThat(taken).containsExactly("a");
        assertThat(input.isHolding()).isFalse();
    }

    @Test
    void whatWaitsIsTakenInItsOrder() {
        input.hold();
        input.take(step("a"));
        input.take(step("b"));
        assertThat(taken).isEmpty();

        input.release();

        assertThat(taken).containsExactly("a", "b");
        assertThat(input.isHolding()).isFalse();
        input.take(step("c"));
        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void anotherBindAmongItMakesTheRestWaitAgain() {
        input.hold();
        input.take(step("a"));
        input.take(bind("bind"));
        input.take(step("b"));

        input.release();
        assertThat(taken).containsExactly("a", "bind");
        assertThat(input.isHolding()).isTrue();

        input.take(step("c"));
        input.release();
        assertThat(taken).containsExactly("a", "bind", "b", "c");
    }

    @Test
    void whatComesWhileItIsReleasedComesBehindIt() {
        input.hold();
        input.take(() -> {
            taken.add("a");
            input.take(step("late"));
        });
        input.take(step("b"));

        input.release();

        assertThat(taken).containsExactly("a", "b", "late");
    }

    @Test
    void noMoreWaitThanMay() {
        input.hold();

        assertThat(input.add(step("a"), 1)).isTrue();
        assertThat(input.add(step("b"), 1)).isFalse();
        input.release();
        assertThat(taken).containsExactly("a");
        assertThat(input.add(step("c"), 1)).as("nothing must wait").isFalse();
    }

    @Test
    void tellsWhetherSomethingWaitsAfterARelease() {
        input.hold();
        input.take(bind("bind"));
        assertThat(input.release()).as("only what comes from now on must wait").isTrue();
        assertThat(input.isHolding()).isTrue();

        input.take(bind("bind"));
        input.take(step("a"));
        assertThat(input.release()).isFalse();
        assertThat(input.release()).isTrue();
        assertThat(taken).containsExactly("bind", "bind", "a");
    }

    @Test
    void endsOnlyIfNothingWaits() {
        input.hold();
        assertThat(input.endIfEmpty()).isTrue();
        assertThat(input.isHolding()).isFalse();
        assertThat(input.add(step("a"))).isFalse();

        input.hold();
        input.take(step("b"));
        assertThat(input.endIfEmpty()).isFalse();
        assertThat(input.isHolding()).isTrue();
        assertThat(input.release()).isTrue();
        assertThat(taken).containsExactly("b");
    }

    /** The answer comes on another thread while the last of what waited, a bind, is still being passed on. */
    @Test
    void endsAlsoWhileTheLastStepIsTaken() {
        input.hold();
        input.take(() -> {
            input.hold();
            assertThat(input.endIfEmpty()).isTrue();
        });

        assertThat(input.release()).isTrue();
        assertThat(input.isHolding()).isFalse();
    }

    /** A server that answers at once releases it within the step that asks. */
    @Test
    void manyBindsThatAreAnsweredAtOnceTakeNoStack() {
        input.hold();
        for (int i = 0; i < 100_000; i++) {
            String name = String.valueOf(i);
            input.take(() -> {
                input.hold();
                taken.add(name);
                input.release();
            });
        }

        input.release();

        assertThat(taken).hasSize(100_000).startsWith("0", "1", "2").endsWith("99999");
        assertThat(input.isHolding()).isFalse();
    }

    @Test
    void whatAStepThrowsLeavesTheRestToBeReleased() {
        input.hold();
        input.take(() -> {
            throw new IllegalStateException("for the test");
        });
        input.take(step("b"));

        assertThatIllegalStateException().isThrownBy(input::release);
        assertThat(input.isHolding()).isTrue();
        input.release();

        assertThat(taken).containsExactly("b");
    }
}
