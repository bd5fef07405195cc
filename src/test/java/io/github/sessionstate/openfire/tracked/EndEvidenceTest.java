package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

class EndEvidenceTest {
    private final EndEvidence evidence = new EndEvidence();

    @Test
    void nothingKnownIsClosed() {
        assertThat(evidence.known()).isNull();
        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED);
    }

    @Test
    void theFirstThingSeenCounts() {
        evidence.seen(SessionEnd.of(EndCause.STREAM_ERROR));
        evidence.seen(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
        evidence.seenFromHost(SessionEnd.of(EndCause.IDLE));

        assertThat(evidence.end().cause()).isEqualTo(EndCause.STREAM_ERROR);
    }

    @Test
    void aCommandCountsBeforeWhatIsSeen() {
        evidence.seen(SessionEnd.of(EndCause.STREAM_ERROR));
        evidence.commanded(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));

        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED_BY_ADMIN);
    }

    @Test
    void aCommandThatFailedDoesNotCount() {
        evidence.commanded(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
        evidence.failed(EndCause.CLOSED_BY_ADMIN);
        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED);

        evidence.commanded(SessionEnd.of(EndCause.ACCOUNT_CHANGED));
        evidence.failed(EndCause.CLOSED_BY_ADMIN);
        assertThat(evidence.end().cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);
    }

    @Test
    void whatIsExpectedExplainsTheHostButNotTheClient() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        assertThat(evidence.known()).isNull();
        assertThat(evidence.end().cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);

        evidence.seen(SessionEnd.of(EndCause.CONNECTION_LOST));
        assertThat(evidence.end().cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void whatIsExpectedExplainsAStreamErrorOfTheHost() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        evidence.seenFromHost(SessionEnd.of(EndCause.STREAM_ERROR));

        assertThat(evidence.end().cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);
    }

    @Test
    void ofAStreamErrorTheConditionStaysThoughSomethingElseIsTheCause() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        evidence.seenFromHost(SessionEnd.byError(EndCause.STREAM_ERROR, "not-authorized", "gone"));

        assertThat(evidence.end()).isEqualTo(SessionEnd.byError(EndCause.ACCOUNT_CHANGED, "not-authorized", "gone"));
    }

    @Test
    void anErrorThatTellsTheSameTellsMore() {
        evidence.seen(SessionEnd.of(EndCause.IDLE));
        evidence.seenFromHost(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", null));
        assertThat(evidence.end()).as("another reason").isEqualTo(SessionEnd.of(EndCause.IDLE));

        evidence.seenFromHost(SessionEnd.byError(EndCause.IDLE, "connection-timeout", "silent"));
        evidence.seenFromHost(SessionEnd.byError(EndCause.IDLE, "connection-timeout", "once more"));
        assertThat(evidence.end().text()).isEqualTo("silent");
    }

    @Test
    void aCommandTellsWhoGaveIt() {
        evidence.seen(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", null));
        SessionEnd closed = SessionEnd.closed(EndCause.CLOSED_BY_ADMIN, CloseReason.NONE.by("admin"));
        evidence.commanded(closed);

        assertThat(evidence.end()).isEqualTo(closed);
    }

    @Test
    void whatIsExpectedNoMoreExplainsNothing() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        evidence.expected(null);

        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED);
    }

    @Test
    void whatTheSessionOutlivedIsForgottenButNoCommand() {
        evidence.seen(SessionEnd.of(EndCause.CONNECTION_LOST));
        evidence.outlived();
        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED);

        evidence.commanded(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
        evidence.outlived();
        assertThat(evidence.end().cause()).isEqualTo(EndCause.CLOSED_BY_ADMIN);
    }
}
