package io.github.sessionstate.openfire.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

class HeldInputTest {
    private final HeldInput input = new HeldInput();
    private final List<String> taken = new ArrayList<>();

    private BooleanSupplier step(String name) {
        return () -> {
            taken.add(name);
            return false;
        };
    }

    /** A request for a resource: what is behind it must wait again. */
    private BooleanSupplier bind(String name) {
        return () -> {
            taken.add(name);
            input.hold();
            return true;
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
            return false;
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
}
