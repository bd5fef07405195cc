package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What the host tells of its sessions, where it does not tell it as one would like. */
class HostSessionsTest {
    @Test
    void aSessionThatEndsWhileTheHostLooksIsNoneOfTheUsers() {
        try (StubServer server = new StubServer()) {
            LocalClientSession there = mock(LocalClientSession.class);
            JID first = new JID("john@example.org/ends");
            JID second = new JID("john@example.org/there");
            when(server.routes.getRoutes(any(), any())).thenReturn(List.of(first, second));
            when(server.routes.getClientRoute(second)).thenReturn(there);

            assertThat(HostSessions.ofUser("john")).containsExactly(there);
        }
    }
}
