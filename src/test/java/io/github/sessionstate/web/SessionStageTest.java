package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubConnection;

class SessionStageTest {
    private static final SessionState ACCEPTED = SessionState.accepted(new StubConnection(1));
    private static final SessionState OPENED = ACCEPTED.opened("example.org");
    private static final SessionState AUTHENTICATED = OPENED.authenticated("john", true);
    private static final SessionState UNBOUND = AUTHENTICATED.opened("example.org");
    private static final SessionState BOUND = UNBOUND.bound("john", "example.org", "desk", true);
    private static final SessionState AVAILABLE = BOUND.updated(Presences.of("<presence/>", 0));

    @Test
    void isTheWordThatSaysMost() {
        assertThat(SessionStage.of(ACCEPTED)).isEqualTo(SessionStage.NOTOPEN);
        assertThat(SessionStage.of(OPENED)).isEqualTo(SessionStage.C2S_UNAUTHED);
        assertThat(SessionStage.of(AUTHENTICATED)).isEqualTo(SessionStage.NOTOPEN);
        assertThat(SessionStage.of(UNBOUND)).isEqualTo(SessionStage.C2S_UNBOUND);
        assertThat(SessionStage.of(BOUND)).isEqualTo(SessionStage.CONNECTED);
        assertThat(SessionStage.of(BOUND.askedForRoster())).isEqualTo(SessionStage.CONNECTED);
        assertThat(SessionStage.of(AVAILABLE)).isEqualTo(SessionStage.AVAILABLE);
        assertThat(SessionStage.of(AVAILABLE.detach())).isEqualTo(SessionStage.DETACHED);
        assertThat(SessionStage.of(BOUND.detach())).isEqualTo(SessionStage.DETACHED);
    }
}
