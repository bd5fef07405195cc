package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class SessionEndTest {
    @Test
    void whatIsTooLongIsCutAndMarked() {
        SessionEnd end = new SessionEnd(EndCause.STREAM_ERROR, "c".repeat(49), "t".repeat(256), "a".repeat(300), null);

        assertThat(end.condition()).isEqualTo("c".repeat(47) + '\u2026');
        assertThat(end.text()).isEqualTo("t".repeat(254) + '\u2026');
        assertThat(end.closedBy()).isEqualTo("a".repeat(254) + '\u2026');
    }

    @Test
    void whatJustFitsStaysAsItIs() {
        SessionEnd end = SessionEnd.byError(EndCause.STREAM_ERROR, "c".repeat(48), "t".repeat(255));

        assertThat(end.condition()).hasSize(48).doesNotContain("\u2026");
        assertThat(end.text()).hasSize(255).doesNotContain("\u2026");
    }

    @Test
    void halfACharacterIsNone() {
        assertThat(SessionEnd.byError(EndCause.STREAM_ERROR, null, "x".repeat(253) + "\ud83d\ude00y").text())
                .isEqualTo("x".repeat(253) + '\u2026');
    }

    @Test
    void hostileTextStaysText() {
        String text = "<script>\n=1+1\u202e\"";

        assertThat(SessionEnd.byError(EndCause.STREAM_ERROR, null, text).text()).isEqualTo(text);
    }

    @Test
    void tellsWhatWhoeverClosedItGave() {
        SessionEnd end = SessionEnd.closed(EndCause.LIMIT, new CloseReason("reset", "Bye", "limit.policy"));

        assertThat(end).isEqualTo(new SessionEnd(EndCause.LIMIT, "reset", "Bye", "limit.policy", null));
        assertThat(end.replacedBy("x")).isEqualTo(new SessionEnd(EndCause.LIMIT, "reset", "Bye", "limit.policy", "x"));
        assertThat(SessionEnd.closed(EndCause.CLOSED_BY_ADMIN, CloseReason.NONE.by("admin")))
                .isEqualTo(new SessionEnd(EndCause.CLOSED_BY_ADMIN, null, null, "admin", null));
    }

    @Test
    void forAnotherCauseNobodyClosedIt() {
        assertThat(new SessionEnd(EndCause.LIMIT, "reset", "Bye", "limit.policy", "x").as(EndCause.SERVER_SHUTDOWN))
                .isEqualTo(SessionEnd.byError(EndCause.SERVER_SHUTDOWN, "reset", "Bye"));
    }

    @Test
    void thereIsACause() {
        assertThatNullPointerException().isThrownBy(() -> SessionEnd.of(null));
    }
}
