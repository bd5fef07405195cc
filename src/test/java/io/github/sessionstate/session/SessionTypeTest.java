package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The words of the reference reach JSON through toString. */
class SessionTypeTest {
    @Test
    void typesAreSpelledLikeTheReference() {
        assertThat(SessionType.values()).extracting(SessionType::toString)
                .containsExactly("c2s_unauthed", "c2s_unbound", "c2s", "c2s_destroyed");
    }

    @Test
    void endCausesAreInSnakeCase() {
        assertThat(EndCause.values()).extracting(EndCause::toString)
                .containsExactly("closed", "closed_by_client", "connection_lost", "stream_error", "replaced", "resumed",
                        "limit", "closed_by_admin", "account_changed", "auth_failed", "tls_failed", "idle",
                        "detach_expired", "server_shutdown");
    }
}
