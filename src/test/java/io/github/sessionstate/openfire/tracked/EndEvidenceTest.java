package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.EndCause;

class EndEvidenceTest {
    private final EndEvidence evidence = new EndEvidence();

    @Test
    void nothingKnownIsClosed() {
        assertThat(evidence.known()).isNull();
        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED);
    }

    @Test
    void theFirstThingSeenCounts() {
        evidence.seen(EndCause.STREAM_ERROR);
        evidence.seen(EndCause.CLOSED_BY_CLIENT);
        evidence.seenFromHost(EndCause.IDLE);

        assertThat(evidence.cause()).isEqualTo(EndCause.STREAM_ERROR);
    }

    @Test
    void aCommandCountsBeforeWhatIsSeen() {
        evidence.seen(EndCause.STREAM_ERROR);
        evidence.commanded(EndCause.CLOSED_BY_ADMIN);

        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED_BY_ADMIN);
    }

    @Test
    void aCommandThatFailedDoesNotCount() {
        evidence.commanded(EndCause.CLOSED_BY_ADMIN);
        evidence.failed(EndCause.CLOSED_BY_ADMIN);
        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED);

        evidence.commanded(EndCause.ACCOUNT_CHANGED);
        evidence.failed(EndCause.CLOSED_BY_ADMIN);
        assertThat(evidence.cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);
    }

    @Test
    void whatIsExpectedExplainsTheHostButNotTheClient() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        assertThat(evidence.known()).isNull();
        assertThat(evidence.cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);

        evidence.seen(EndCause.CONNECTION_LOST);
        assertThat(evidence.cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void whatIsExpectedExplainsAStreamErrorOfTheHost() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        evidence.seenFromHost(EndCause.STREAM_ERROR);

        assertThat(evidence.cause()).isEqualTo(EndCause.ACCOUNT_CHANGED);
    }

    @Test
    void whatIsExpectedNoMoreExplainsNothing() {
        evidence.expected(EndCause.ACCOUNT_CHANGED);
        evidence.expected(null);

        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED);
    }

    @Test
    void whatTheSessionOutlivedIsForgottenButNoCommand() {
        evidence.seen(EndCause.CONNECTION_LOST);
        evidence.outlived();
        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED);

        evidence.commanded(EndCause.CLOSED_BY_ADMIN);
        evidence.outlived();
        assertThat(evidence.cause()).isEqualTo(EndCause.CLOSED_BY_ADMIN);
    }
}
