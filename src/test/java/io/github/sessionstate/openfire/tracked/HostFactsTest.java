package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;

import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.StubServer;

class HostFactsTest {
    private static final Instant ACTIVE = Instant.parse("2026-01-02T03:04:05Z");

    private final LocalClientSession session = mock(LocalClientSession.class);
    private final StreamManager streams = mock(StreamManager.class);
    private final Host host = mock(Host.class);
    private final HostFacts facts = new HostFacts(host, session, "PLAIN");

    HostFactsTest() {
        when(session.getStreamManager()).thenReturn(streams);
    }

    @Test
    void whetherAClientIsAnonymousIsKnownOnceItLoggedIn() {
        assertThat(facts.isAnonymous()).isNull();

        when(session.getAuthToken()).thenReturn(new AuthToken("john", false));
        assertThat(facts.isAnonymous()).isFalse();

        when(session.getAuthToken()).thenReturn(new AuthToken("x1", true));
        assertThat(facts.isAnonymous()).isTrue();
    }

    @Test
    void theMechanismIsTheOneThatTheHostTellsOrElseThatWasSeen() {
        assertThat(facts.saslMechanism()).isEqualTo("PLAIN");

        when(session.getSessionData("SaslMechanism")).thenReturn("SCRAM-SHA-1");
        assertThat(facts.saslMechanism()).isEqualTo("SCRAM-SHA-1");
    }

    @Test
    void aLanguageIsToldByItsTag() {
        when(session.getLanguage()).thenReturn(null, Locale.forLanguageTag("pt-BR"));

        assertThat(facts.language()).isNull();
        assertThat(facts.language()).isEqualTo("pt-BR");
    }

    @Test
    void whatIsNotAcknowledgedIsCountedWithStreamManagementOnly() {
        when(host.unacknowledged(session)).thenReturn(0);
        assertThat(facts.unacknowledged()).isNull();

        when(streams.isEnabled()).thenReturn(true);
        assertThat(facts.unacknowledged()).isZero();
    }

    @Test
    void theTimeToResumeCountsFromTheLastActivity() {
        when(session.getLastActiveDate()).thenReturn(Date.from(ACTIVE));
        try (StubServer server = new StubServer()) {
            assertThat(server.routes).isNotNull();
            assertThat(facts.resumableUntil()).isEqualTo(ACTIVE.plusSeconds(600));
        }
    }
}
