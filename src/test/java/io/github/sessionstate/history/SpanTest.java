package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    private static final long BEGAN = 1_700_000_000_123L;

    @ParameterizedTest
    @CsvSource({"-5000, 1", "0, 1", "999, 1", "1999, 1", "2000, 2", "3999, 2", "4000, 3", "60000, 6", "86400000, 17"})
    void theClassFollowsFromTheLength(long length, int span) {
        assertThat(Span.of(BEGAN, BEGAN + length)).isEqualTo(span);
        assertThat(length).isLessThan(Span.reach(span));
    }

    @Test
    void whatGoesOnHasAClassOfItsOwn() {
        assertThat(Span.of(BEGAN, Place.OPEN)).isEqualTo(Span.OPEN);
    }
}
