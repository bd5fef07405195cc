package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 4_999, 5_000, 6_000})
    void theyAreTheFirstOfAllInWhateverOrderTheyCome(int wanted) {
        List<Integer> all = IntStream.range(0, 5_000).boxed().collect(Collectors.toList());
        List<Integer> expected = all.subList(0, Math.min(wanted, all.size()));
        assertThat(firsts(all, wanted)).isEqualTo(expected);
        assertThat(firsts(all.stream().sorted(Collections.reverseOrder()).toList(), wanted)).isEqualTo(expected);
    }

    private static List<Integer> firsts(List<Integer> all, int wanted) {
        Firsts<Integer> firsts = new Firsts<>(wanted, Comparator.naturalOrder());
        for (Integer one : all) {
            if (firsts.last() == null || one.compareTo(firsts.last()) < 0) {
                firsts.add(one);
            }
        }
        return firsts.list();
    }
}
