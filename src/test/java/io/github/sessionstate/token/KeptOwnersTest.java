package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.StubClock;

/** A directory that answers when the test has it. */
class KeptOwnersTest {
    private final StubClock clock = new StubClock();
    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private boolean isUsable = true;
    private final KeptOwners owners = new KeptOwners(username -> {
        asked.add(username);
        if (username.equals("nobody")) {
            throw new IllegalStateException("for the test");
        }
        return isUsable;
    }, clock, questions::add);

    private void after(long seconds) {
        clock.set(StubClock.START.plusSeconds(seconds));
    }

    private void answer() {
        questions.remove().run();
    }

    @Test
    void allWaitForOneAnswerAndThenForNone() {
        CompletableFuture<Boolean> one = owners.isUsable("john");
        CompletableFuture<Boolean> other = owners.isUsable("john");
        assertThat(questions).hasSize(1);
        assertThat(one).isNotDone();

        answer();

        assertThat(one).isCompletedWithValue(true);
        assertThat(other).isCompletedWithValue(true);
        assertThat(owners.isUsable("john")).isCompletedWithValue(true);
        assertThat(questions).isEmpty();
    }

    @Test
    void anAnswerIsAsOldAsItsQuestion() {
        owners.isUsable("john");
        after(9);
        answer();

        assertThat(owners.isUsable("john")).isCompletedWithValue(true);
        after(10);
        isUsable = false;
        CompletableFuture<Boolean> late = owners.isUsable("john");
        assertThat(late).isNotDone();
        answer();
        assertThat(late).isCompletedWithValue(false);
    }

    // A script that comes each minute waits for a directory that takes three seconds once, and not each time.
    @Test
    void whoIsInUseIsAskedForAheadAndNobodyWaits() {
        owners.isUsable("john");
        answer();
        for (int second = 2; second < 300; second += 2) {
            after(second);
            owners.renew();
            if (second % 4 == 2 && !questions.isEmpty()) {
                answer();
            }
            if (second % 60 == 0) {
                assertThat(owners.isUsable("john")).as("after %d s", second).isCompletedWithValue(true);
            }
        }
    }

    @Test
    void whoIsInUseNoMoreIsForgotten() {
        owners.isUsable("john");
        answer();
        after(300);
        owners.renew();

        assertThat(questions).isEmpty();
        after(1);
        assertThat(owners.isUsable("john")).as("nothing is left of the first second").isNotDone();
    }

    @Test
    void whatTheDirectoryDoesNotTellIsAskedAgain() {
        CompletableFuture<Boolean> answer = owners.isUsable("nobody");
        answer();
        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().havingCause()
                .isInstanceOf(DatabaseException.class);

        assertThat(owners.isUsable("nobody")).isNotDone();
        assertThat(questions).hasSize(1);
    }

    @Test
    void noMoreThanAThousandAreKept() {
        for (int i = 0; i <= KeptOwners.MOST; i++) {
            owners.isUsable("user" + i);
            answer();
        }
        assertThat(owners.isUsable("user1")).isDone();
        assertThat(owners.isUsable("user0")).isNotDone();
    }

    @Test
    void afterTheEndNobodyIsAsked() {
        KeptOwners ended = new KeptOwners(username -> true, clock, question -> {
            throw new RejectedExecutionException("for the test");
        });

        assertThat(ended.isUsable("john")).isCompletedExceptionally();
        assertThat(ended.isUsable("john")).isCompletedExceptionally();
    }
}
