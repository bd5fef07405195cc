package io.github.sessionstate.openfire.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import io.github.sessionstate.openfire.attempt.BindAttempt.Stage;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;

/** The stages of one request for a resource, without a host. */
class BindAttemptTest {
    private final Session session = mock(Session.class);
    private final BindAttempt.Course course = mock(BindAttempt.Course.class);
    private final BindAttempt.Request request = mock(BindAttempt.Request.class);
    private final CompletableFuture<?> limit = new CompletableFuture<>();
    private final List<String> steps = new ArrayList<>();
    private BindAttempt attempt;

    @BeforeEach
    void begin() {
        when(session.state()).thenReturn(SessionState.accepted(mock(SessionConnection.class)).opened("example.org")
                .authenticated("John", true));
        doAnswer(call -> {
            steps.add("on own thread");
            call.getArgument(0, Runnable.class).run();
            return null;
        }).when(course).onOwnThread(any());
        attempt = new BindAttempt(session, "John", request, course);
    }

    private void afterAnswer(boolean isLong) {
        attempt.afterAnswer(() -> steps.add("step"), isLong);
    }

    @Test
    void itsUserIsSpelledAsInTheJid() {
        assertThat(attempt.username()).isEqualTo("john");
        assertThat(attempt.bareJid()).isEqualTo("john@example.org");
    }

    @Test
    void goesThroughItsStagesOnceEach() {
        assertThat(attempt.stage()).isEqualTo(Stage.WAITING);
        assertThat(attempt.delegate("desk")).as("before its turn").isFalse();

        assertThat(attempt.prepare(limit)).isTrue();
        assertThat(attempt.prepare(new CompletableFuture<>())).isFalse();
        assertThat(attempt.stage()).isEqualTo(Stage.PREPARING);

        assertThat(attempt.delegate("desk")).isTrue();
        assertThat(attempt.delegate("desk")).isFalse();
        assertThat(attempt.stage()).isEqualTo(Stage.DELEGATED);
        assertThat(attempt.granted()).isEqualTo("desk");

        assertThat(attempt.over()).isTrue();
        assertThat(attempt.over()).isFalse();
        assertThat(attempt.stage()).isEqualTo(Stage.OVER);

        attempt.answered();
        assertThat(attempt.stage()).isEqualTo(Stage.ANSWERED);
        assertThat(attempt.over()).isFalse();
        assertThat(attempt.stage()).isEqualTo(Stage.ANSWERED);
    }

    @Test
    void itsTurnEndsOnceAndBeforeTheAnswer() {
        attempt.prepare(limit);
        attempt.done();
        attempt.done();

        InOrder order = inOrder(course);
        order.verify(course).over(attempt);
        order.verify(course).answered(attempt);
        verify(course).over(attempt);
        assertThat(limit).isCancelled();
    }

    @Test
    void whatNeverHadItsTurnEndsNone() {
        attempt.done();

        verify(course, never()).over(any());
        assertThat(attempt.prepare(limit)).as("its turn comes too late").isFalse();
        assertThat(limit).isCancelled();
    }

    @Test
    void theClientMayAskAgainOnceItIsOver() {
        assertThat(attempt.isPending()).isTrue();
        attempt.prepare(limit);
        attempt.delegate("desk");
        assertThat(attempt.isPending()).isTrue();

        attempt.over();

        assertThat(attempt.isPending()).isFalse();
    }

    @Test
    void onlyWhatTheHostWasAskedForIsAskedAgain() {
        when(course.isAskedAgain(attempt)).thenReturn(true);
        attempt.prepare(limit);
        assertThat(attempt.isAskedAgain()).isFalse();

        attempt.delegate("desk");
        assertThat(attempt.isAskedAgain()).isTrue();

        attempt.over();
        assertThat(attempt.isAskedAgain()).isFalse();
    }

    @Test
    void whatWaitsForTheAnswerGoesOnWithItWhereItMayBlock() {
        afterAnswer(true);
        attempt.prepare(limit);
        attempt.over();
        assertThat(steps).isEmpty();

        attempt.answered();
        assertThat(steps).containsExactly("on own thread", "step");
        attempt.answered();
        assertThat(steps).as("once").hasSize(2);
    }

    @Test
    void whatComesBehindTheAnswerGoesOnAtOnce() {
        attempt.done();

        afterAnswer(true);

        assertThat(steps).containsExactly("step");
    }
}
