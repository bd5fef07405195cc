package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;

class SeededStateTest {
    private static final JID ADDRESS = new JID("john@example.org/x");

    private final LocalClientSession session = mock(LocalClientSession.class);
    private final SessionConnection connection = mock(SessionConnection.class);

    @BeforeEach
    void open() {
        when(session.getServerName()).thenReturn("example.org");
        when(session.getAddress()).thenReturn(new JID(null, "example.org", "stream"));
    }

    private void bound(AuthToken token) {
        when(session.getAuthToken()).thenReturn(token);
        when(session.getAddress()).thenReturn(ADDRESS);
        when(session.getPresence()).thenReturn(new Presence(Presence.Type.unavailable));
    }

    private SessionState seeded() {
        return SeededState.of(session, connection, true);
    }

    @Test
    void oneWithAnOpenStreamIsNotAuthenticated() {
        SessionState state = seeded();

        assertThat(state.type()).isEqualTo(SessionType.C2S_UNAUTHED);
        assertThat(state.connection()).isSameAs(connection);
        assertThat(state.notOpen()).isFalse();
        assertThat(state.host()).isEqualTo("example.org");
        assertThat(state.username()).isNull();
    }

    @Test
    void oneThatLoggedInCountsAsRestarted() {
        when(session.getAuthToken()).thenReturn(new AuthToken("john", false));

        SessionState state = seeded();

        assertThat(state.type()).isEqualTo(SessionType.C2S_UNBOUND);
        assertThat(state.username()).isEqualTo("john");
        assertThat(state.notOpen()).isFalse();
        assertThat(state.resource()).isNull();
    }

    @Test
    void anAnonymousOneHasNoNameBeforeItsBind() {
        when(session.getAuthToken()).thenReturn(new AuthToken("token", true));
        assertThat(seeded().username()).isNull();

        bound(new AuthToken("token", true));
        assertThat(seeded().username()).isEqualTo("john");
    }

    // A roster push too many does no harm, one too few does.
    @Test
    void aBoundOneCountsAsInterested() {
        bound(new AuthToken("john", false));

        SessionState state = seeded();

        assertThat(state.type()).isEqualTo(SessionType.C2S);
        assertThat(state.fullJid()).isEqualTo("john@example.org/x");
        assertThat(state.isInterestedResource()).isTrue();
        assertThat(state.rosterLoaded()).isTrue();
        assertThat(state.isAvailableResource()).isFalse();
        assertThat(SeededState.of(session, connection, false).rosterLoaded()).isFalse();
    }

    @Test
    void itsPresenceIsWhatTheHostHas() {
        bound(new AuthToken("john", false));
        Presence presence = new Presence();
        presence.setPriority(5);
        presence.setShow(Presence.Show.away);
        when(session.getPresence()).thenReturn(presence);

        SessionState state = seeded();

        assertThat(state.isAvailableResource()).isTrue();
        assertThat(state.priority()).isEqualTo(5);
        assertThat(state.broadcast().show()).isEqualTo("away");
    }

    // The host may have written an addressee into it.
    @Test
    void presenceCountsWhomeverTheHostSentItToLast() {
        bound(new AuthToken("john", false));
        Presence presence = new Presence();
        presence.setTo("jane@example.org");
        when(session.getPresence()).thenReturn(presence);

        assertThat(seeded().isAvailableResource()).isTrue();
        assertThat(presence.getTo()).as("the host's own stanza").isEqualTo(new JID("jane@example.org"));
    }

    @Test
    void withoutPresenceItIsUnavailable() {
        bound(new AuthToken("john", false));
        when(session.getPresence()).thenReturn(null);

        assertThat(seeded().isAvailableResource()).isFalse();
    }

    @Test
    void oneWithoutAConnectionIsDetached() {
        bound(new AuthToken("john", false));
        when(session.isDetached()).thenReturn(true);

        SessionState state = seeded();

        assertThat(state.detached()).isTrue();
        assertThat(state.connection()).isNull();
    }
}
