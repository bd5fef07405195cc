package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class KeyedAnswersTest {
    private long now = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();
    private final KeyedAnswers answers = new KeyedAnswers(() -> now);
    private final AtomicInteger runs = new AtomicInteger();

    private String ask(String key, String request) throws ApiException {
        return answers.answer(key, request, () -> "answer " + runs.incrementAndGet());
    }

    private Problem problem(String key, String request) {
        return catchThrowableOfType(ApiException.class, () -> ask(key, request)).problem();
    }

    @Test
    void theSameIsAnsweredAgainAndNotDone() throws ApiException {
        assertThat(ask("k", "a")).isEqualTo("answer 1");
        assertThat(ask("k", "a")).isEqualTo("answer 1");
        assertThat(ask("l", "a")).isEqualTo("answer 2");
        assertThat(problem("k", "b")).isEqualTo(Problem.KEY_REUSED);
        assertThat(runs).hasValue(2);
    }

    @Test
    void isKeptForTenMinutesFromTheAnswerOn() throws ApiException {
        answers.answer("k", "a", () -> {
            now += Duration.ofMinutes(20).toNanos();
            return "first";
        });
        now += Duration.ofMinutes(10).toNanos() - 1;
        assertThat(ask("k", "a")).isEqualTo("first");
        now++;
        assertThat(ask("k", "b")).isEqualTo("answer 1");
    }

    @Test
    void whatIsInWorkIsNotDoneBesideItself() throws ApiException {
        AtomicReference<ApiException> second = new AtomicReference<>();
        answers.answer("k", "a", () -> {
            second.set(catchThrowableOfType(ApiException.class, () -> ask("k", "a")));
            assertThat(problem("k", "b")).isEqualTo(Problem.KEY_REUSED);
            return "first";
        });
        assertThat(second.get().problem()).isEqualTo(Problem.IN_FLIGHT);
        assertThat(second.get().headers()).containsEntry("Retry-After", "1");
        assertThat(ask("k", "a")).isEqualTo("first");
    }

    @Test
    void whatWasRefusedBeforeItBeganMayBeTriedAgain() throws ApiException {
        assertThat(catchThrowableOfType(ApiException.class, () -> answers.answer("k", "a", () -> {
            throw ApiException.badBody("no");
        })).problem()).isEqualTo(Problem.BAD_BODY);

        assertThat(ask("k", "b")).isEqualTo("answer 1");
    }

    @Test
    void whatFailedHalfWayIsNotDoneAgain() {
        assertThatIllegalStateException().isThrownBy(() -> answers.answer("k", "a", () -> {
            throw new IllegalStateException("half way");
        }));

        assertThat(problem("k", "a")).isEqualTo(Problem.INTERNAL);
        assertThat(problem("k", "b")).isEqualTo(Problem.KEY_REUSED);
        assertThat(runs).hasValue(0);
    }

    @Test
    void theOldestOfTooManyAreForgotten() throws ApiException {
        for (int i = 0; i <= KeyedAnswers.MAX_ANSWERS; i++) {
            ask("k" + i, "a");
        }
        assertThat(ask("k1", "a")).isEqualTo("answer 2");
        assertThat(ask("k0", "a")).isEqualTo("answer " + (KeyedAnswers.MAX_ANSWERS + 2));
        assertThat(ask("k1", "a")).isEqualTo("answer " + (KeyedAnswers.MAX_ANSWERS + 3));
    }

    @Test
    void theOldestOfTooLongOnesAreForgotten() throws ApiException {
        String half = "x".repeat(KeyedAnswers.MAX_LENGTH / 2);
        for (String key : new String[] {"k", "l"}) {
            answers.answer(key, "a", () -> half);
        }
        assertThat(ask("k", "a")).isSameAs(half);
        assertThat(ask("m", "a")).isEqualTo("answer 1");

        assertThat(ask("l", "a")).isSameAs(half);
        assertThat(ask("k", "a")).isEqualTo("answer 2");

        answers.answer("n", "a", () -> half + half + 'x');
        assertThat(ask("l", "a")).as("room was made for what has none").isEqualTo("answer 3");
        assertThat(ask("n", "a")).isEqualTo("answer 4");
    }
}
