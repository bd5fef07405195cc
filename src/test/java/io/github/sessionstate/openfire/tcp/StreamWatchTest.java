package io.github.sessionstate.openfire.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionType;

class StreamWatchTest {
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final LocalClientSession host = mock(LocalClientSession.class);
    private final ClientChannel channel = mock(ClientChannel.class);
    private final OpenfireSession session = new OpenfireSession(null, null, null, channel);
    private final Transitions tracker = mock(Transitions.class);

    @BeforeEach
    void follow() {
        registry.accepted(session, channel);
        when(host.getServerName()).thenReturn("example.org");
        when(tracker.accepted(channel, false)).thenReturn(session);
        when(tracker.identified(session, host, channel)).thenReturn(session);
        doAnswer(call -> {
            registry.tellAfter(call.getArgument(0));
            return null;
        }).when(tracker).tellAfter(any());
    }

    @Test
    void aListenerMayWaitForTheEndOfTheConnection() {
        StreamWatch watch = new StreamWatch(tracker, channel, false);
        when(channel.hostSession()).thenReturn(host);
        AtomicBoolean hasWaited = new AtomicBoolean();
        registry.addListener(event -> {
            if (event.kind() == SessionEventKind.OPENED && !hasWaited.get()) {
                CompletableFuture.runAsync(watch::ended).orTimeout(10, TimeUnit.SECONDS).join();
                hasWaited.set(true);
            }
        });

        watch.processed("<stream:stream>");

        assertThat(hasWaited).isTrue();
    }

    private StreamWatch opened() {
        StreamWatch watch = new StreamWatch(tracker, channel, false);
        when(channel.hostSession()).thenReturn(host);
        when(host.getAddress()).thenReturn(new JID("example.org/stream"));
        watch.received("<stream:stream>");
        watch.processed("<stream:stream>");
        return watch;
    }

    @Test
    void theStreamGoesOnAfterSasl2() {
        StreamWatch watch = opened();
        String authenticate = "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>";
        watch.received(authenticate);
        watch.processed(authenticate);
        assertThat(session.session().state().type()).isEqualTo(SessionType.C2S_UNAUTHED);

        String response = "<response xmlns='urn:xmpp:sasl:2'/>";
        watch.received(response);
        when(host.getAuthToken()).thenReturn(new AuthToken("john", false));
        watch.processed(response);
        assertThat(session.session().state().type()).isEqualTo(SessionType.C2S_UNAUTHED);
        watch.sent("<success xmlns='urn:xmpp:sasl:2'/>");

        assertThat(session.session().state().type()).isEqualTo(SessionType.C2S_UNBOUND);
        assertThat(session.session().state().notOpen()).isFalse();
        assertThat(session.session().state().username()).isEqualTo("john");
    }

    /** It knows the user, and may yet fail to bind a resource for it. */
    @Test
    void nobodyIsLoggedInBySasl2BeforeTheServerSaysSo() {
        StreamWatch watch = opened();
        String authenticate = "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>";
        watch.received(authenticate);
        when(host.getAuthToken()).thenReturn(new AuthToken("john", false));
        watch.processed(authenticate);

        assertThat(session.session().state().type()).isEqualTo(SessionType.C2S_UNAUTHED);
        assertThat(session.session().state().notOpen()).isFalse();
    }

    @Test
    void aStreamErrorOfEitherSideTellsWhatItSays() {
        StreamWatch watch = opened();
        String error = "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>&lt;b&gt;</text></stream:error>";
        watch.received(error);
        assertThat(session.end()).isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", "<b>"));

        session.evidence().outlived();
        watch.idle();
        watch.sent(error.replace("reset", "connection-timeout"));
        assertThat(session.end()).isEqualTo(SessionEnd.byError(EndCause.IDLE, "connection-timeout", "<b>"));
    }

    @Test
    void aRefusedResumptionIsTheLastError() {
        StreamWatch watch = opened();
        watch.sent("<failed xmlns='urn:example'><item-not-found/></failed>");
        assertThat(session.session().lastError()).isNull();

        watch.sent("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        assertThat(session.session().lastError()).isEqualTo("resume: item-not-found");
    }

    @Test
    void theStreamRestartsIfTheOldProfileFollowsOnSasl2() {
        StreamWatch watch = opened();
        watch.received("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>");
        watch.sent("<failure xmlns='urn:xmpp:sasl:2'><aborted xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
        assertThat(session.session().loginFailure().condition()).isEqualTo("aborted");
        String auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>";
        watch.received(auth);
        when(host.getAuthToken()).thenReturn(new AuthToken("john", false));
        watch.processed(auth);

        assertThat(session.session().state().type()).isEqualTo(SessionType.C2S_UNBOUND);
        assertThat(session.session().state().notOpen()).isTrue();
    }

    @Test
    void tellsOfEachLoginThatFails() {
        StreamWatch watch = opened();
        String failure = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>";
        // \0john\0x
        watch.received("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism=\"PLAIN\">AGpvaG4AeA==</auth>");
        watch.sent(failure);
        assertThat(session.session().loginFailure())
                .isEqualTo(new LoginFailure("john", "PLAIN", "not-authorized", 1));
        watch.received("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='<script>'/>");
        watch.sent(failure);

        assertThat(session.session().loginFailure()).isEqualTo(new LoginFailure(null, null, "not-authorized", 2));
        assertThat(session.session().timeline()).filteredOn(moment -> moment.kind() == SessionEventKind.LOGIN_FAILED)
                .extracting(SessionMoment::detail).containsExactly("not-authorized", "not-authorized");
    }
}
