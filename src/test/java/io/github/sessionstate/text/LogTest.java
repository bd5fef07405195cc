package io.github.sessionstate.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogTest {
    private final Logger logger = mock(Logger.class);
    private final Log log = new Log(logger);

    @Test
    void nothingFromOutsideWritesALineOfItsOwn() {
        log.warn("The property {} is '{}'", "x", "1\r\n2026-01-01 ERROR forged\u001b[31m\u009b2J\u2028\u202ereversed");

        verify(logger).warn(eq("The property {} is '{}'"),
                new Object[] {eq("x"), eq("1 2026-01-01 ERROR forged [31m 2J reversed")});
    }

    @Test
    void partsAreCut() {
        log.info("{}", "x".repeat(5_000));

        verify(logger).info(eq("{}"), new Object[] {eq("x".repeat(999) + '\u2026')});
    }

    @Test
    void aThrowableAtTheEndKeepsItsStackAndAnotherIsText() {
        IllegalStateException first = new IllegalStateException("a\nb");
        IllegalStateException last = new IllegalStateException("c");

        log.error("{} failed", first, last);

        verify(logger).error(eq("{} failed"), new Object[] {eq("java.lang.IllegalStateException: a b"), eq(last)});
    }

    @Test
    void nullAndNumbersAreText() {
        log.warn("{} {}", null, 3);

        verify(logger).warn(eq("{} {}"), new Object[] {eq("null"), eq("3")});
    }

    @Test
    void whatNobodyReadsCostsNothing() {
        when(logger.isDebugEnabled()).thenReturn(false);
        Object part = mock(Object.class);

        log.debug("{}", part);

        verify(logger, never()).debug(any(), any(Object[].class));
        when(logger.isDebugEnabled()).thenReturn(true);
        log.debug("{}", "x");
        verify(logger).debug(eq("{}"), new Object[] {eq("x")});
    }

    @Test
    void halfACharacterIsNone() {
        assertThat(Quote.line("ab\ud83d\ude00c", 4)).isEqualTo("ab\u2026");
        assertThat(Quote.shortened("ab\ud83d\ude00c", 4)).isEqualTo("ab\u2026");
        assertThat(Quote.shortened("a\tbc", 4)).isEqualTo("a\tbc");
        assertThat(Quote.shortened(null, 4)).isNull();
        assertThat(Quote.of("a\tb")).isEqualTo("\"a b\"");
    }
}
