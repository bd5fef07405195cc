package io.github.sessionstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class RandomHistoriesTest {
    private static List<Integer> numbers(Random random) {
        return random.ints(40, 0, 10).boxed().toList();
    }

    @Test
    void aFailingHistoryIsMadeSmall() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() ->
                RandomHistories.check(100, RandomHistoriesTest::numbers, history -> {
                    int three = history.indexOf(3);
                    assertThat(three >= 0 && history.lastIndexOf(7) > three).as("a 7 behind a 3").isFalse();
                })).withMessageContaining("of 40 steps these 2: [3, 7]").withMessageContaining("-Drandom.seed=")
                .withStackTraceContaining("a 7 behind a 3");
    }

    @Test
    void eachTryHasAHistoryOfItsOwn() {
        List<List<Integer>> seen = new ArrayList<>();
        assertThatNoException().isThrownBy(() ->
                RandomHistories.check(20, RandomHistoriesTest::numbers, seen::add));
        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }
}
