package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static String key(String... values) throws ApiException {
        return IdempotencyKey.of(new Exchange("POST", ApiPaths.CLOSE).headers("Idempotency-Key", values).request);
    }

    @Test
    void nobodyNeedsOne() throws ApiException {
        assertThat(IdempotencyKey.of(new Exchange("POST", ApiPaths.CLOSE).request)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '_', value = {
        "\"8e03978e-40d5-43dd-bc93-6894a57f9324\" 8e03978e-40d5-43dd-bc93-6894a57f9324",
        "8e03978e-40d5-43dd-bc93-6894a57f9324 8e03978e-40d5-43dd-bc93-6894a57f9324", "\"a,;:=/+\" a,;:=/+",
        "a:=/+~! a:=/+~!", "\"a\\\"b\\\\c\" a\"b\\c", "x x"})
    void isAStringOrAWord(String header, String key) throws ApiException {
        assertThat(key(header)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"", "\"a", "a\"", "a b", "\"a b\"", "a,b", "\"a\", \"b\"", "\"a\";p=1", "a;p",
        "a\\b", "\"a\\b\"", "\"a\\\"", "\u00e9", "\"\u00e9\"", "a\tb", "\"\u007f\""})
    void everythingElseIsRefused(String header) {
        assertThat(catchThrowableOfType(ApiException.class, () -> key(header)).problem()).isEqualTo(Problem.BAD_KEY);
    }

    @Test
    void isNotLongerThanItMayBeAndThereOnce() throws ApiException {
        assertThat(key("x".repeat(255))).hasSize(255);
        assertThat(key("\"" + "\\\"".repeat(255) + '"')).hasSize(255);
        for (String[] values : new String[][] {{"x".repeat(256)}, {'"' + "x".repeat(256) + '"'}, {"x", "x"}}) {
            assertThat(catchThrowableOfType(ApiException.class, () -> key(values)).problem())
                    .isEqualTo(Problem.BAD_KEY);
        }
    }
}
