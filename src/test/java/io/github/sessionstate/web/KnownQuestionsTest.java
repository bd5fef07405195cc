package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class KnownQuestionsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final KnownQuestions questions = new KnownQuestions(now::get);

    @Test
    void aQuestionIsNewOnceAnHour() {
        assertThat(questions.isNew("a")).isTrue();
        assertThat(questions.isNew("b")).isTrue();
        now.addAndGet(KnownQuestions.KEPT.toNanos() - 1);
        assertThat(questions.isNew("a")).isFalse();
        now.incrementAndGet();
        assertThat(questions.isNew("a")).isTrue();
        assertThat(questions.isNew("a")).isFalse();
    }

    @Test
    void theOldestIsForgottenWhereThereAreTooMany() {
        for (int i = 0; i <= KnownQuestions.MOST; i++) {
            assertThat(questions.isNew(String.valueOf(i))).isTrue();
        }
        assertThat(questions.isNew("1")).isFalse();
        assertThat(questions.isNew("0")).isTrue();
    }
}
