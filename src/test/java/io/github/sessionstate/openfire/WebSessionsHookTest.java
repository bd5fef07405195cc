package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.host.HostField;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.UnwatchedSessions;
import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;

/** Which sessions are looked at again and again. What is found is for the host tests. */
@SuppressWarnings("unchecked")
class WebSessionsHookTest {
    private final StubServer server = new StubServer();
    private final Capability<UnboundSessions> unbound = mock(Capability.class);
    private final Capability<HostField<Map<?, LocalSession>>> detached = mock(Capability.class);
    private final Map<String, LocalSession> detachedSessions = new HashMap<>();
    private final Map<String, LocalClientSession> unboundSessions = new HashMap<>();
    private long now;
    private final UnwatchedSessions unwatched = new UnwatchedSessions(() -> now);
    private final SessionEnds ends = mock(SessionEnds.class);
    private final SessionTracker tracker = mock(SessionTracker.class);
    private final WebSessionsHook hook = new WebSessionsHook(unbound, detached, tracker, ends);
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final OpenfireSession session = bound("x");

    @BeforeEach
    void install() {
        UnboundSessions table = mock(UnboundSessions.class);
        HostField<Map<?, LocalSession>> field = mock(HostField.class);
        when(unbound.isOffered()).thenReturn(true);
        when(unbound.get()).thenReturn(table);
        when(table.of(any())).thenAnswer(call -> unboundSessions);
        when(detached.isOffered()).thenReturn(true);
        when(detached.get()).thenReturn(field);
        when(field.get(any())).thenAnswer(call -> detachedSessions);
        when(tracker.unwatched()).thenReturn(unwatched);
        when(tracker.find(session.hostSession())).thenReturn(session);
        hook.start();
    }

    private OpenfireSession bound(String resource) {
        LocalClientSession host = mock(LocalClientSession.class);
        when(host.getAddress()).thenReturn(new JID("john", "example.org", resource));
        OpenfireSession bound = new OpenfireSession(null, null, host, null);
        registry.accepted(bound, mock(SessionConnection.class));
        bound.session().bound("john", "example.org", resource, true);
        return bound;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<OpenfireSession> looks() {
        List<OpenfireSession> seen = new ArrayList<>();
        unwatched.look(true, seen::add);
        return seen;
    }

    @Test
    void thoseThatTheHostHasAsDetachedAreLookedAt() {
        detachedSessions.put("stream", session.hostSession());

        hook.follow();

        assertThat(looks()).containsExactly(session);
    }

    @Test
    void whereAClientHasResumedASessionThoseOfItsUserAreLookedAt() {
        LocalClientSession unmet = mock(LocalClientSession.class);
        AuthToken token = mock(AuthToken.class);
        when(token.getUsername()).thenReturn("john");
        when(unmet.getAuthToken()).thenReturn(token);
        when(unmet.getAddress()).thenReturn(new JID(null, "example.org", "stream"));
        when(unmet.getSessionData("ws")).thenReturn(true);
        when(tracker.ofUser("john")).thenReturn(List.of(session));
        unboundSessions.put("stream", unmet);

        hook.follow();

        verify(tracker).resumedAnother(unmet, null);
        assertThat(looks()).containsExactly(session);
    }

    @Test
    void loginsThatFailedAreToldOfOnceEach() {
        LocalClientSession host = mock(LocalClientSession.class);
        when(host.getAddress()).thenReturn(new JID(null, "example.org", "stream"));
        OpenfireSession stranger = new OpenfireSession(null, null, host, null);
        registry.accepted(stranger, mock(SessionConnection.class));
        when(tracker.find(host)).thenReturn(stranger);
        unboundSessions.put("stream", host);
        unwatched.lookAt(stranger);
        hook.follow();
        assertThat(stranger.session().loginFailure()).isEqualTo(LoginFailure.NONE);

        when(host.getSessionData("authRetries")).thenReturn(2);
        hook.follow();
        hook.follow();

        assertThat(stranger.session().loginFailure()).isEqualTo(new LoginFailure(null, null, null, 2));
    }

    @Test
    void whereNothingTellsOfNewsAllAreLookedAtEachTime() {
        unwatched.lookAt(session);
        now += TimeUnit.SECONDS.toNanos(600);
        looks();
        when(ends.isSilentAboutEnds()).thenReturn(true);

        hook.follow();

        verify(ends).left(session);
    }
}
