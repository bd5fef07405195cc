package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities.BindHandlers;
import io.github.sessionstate.openfire.host.LeakFreeHostCall;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;

@SuppressWarnings("unchecked")
class StanzasBehindBindsTest {
    private static final JID BEFORE = new JID(null, "example.org", "stream");
    private static final JID BOUND = new JID("john@example.org/x");

    private final StubServer server = new StubServer();
    private final LeakFreeHostCall route = mock(LeakFreeHostCall.class);
    private final Capability<BindHandlers> offered = mock(Capability.class);
    private final BindAttempt.Course course = mock(BindAttempt.Course.class);
    private final StanzasBehindBinds behind = new StanzasBehindBinds(offered);
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final LocalClientSession hostSession = mock(LocalClientSession.class);
    private final OpenfireSession session = session(null);
    private final List<Packet> routed = new ArrayList<>();

    @BeforeEach
    void begin() {
        when(hostSession.getAddress()).thenReturn(BEFORE);
        when(hostSession.getStreamID()).thenReturn(mock(StreamID.class));
        when(offered.get()).thenReturn(new BindHandlers(null, null, route));
        doAnswer(call -> {
            assertThat(call.<Object>getArgument(0)).isSameAs(XMPPServer.getInstance().getPacketRouter());
            routed.add(call.getArgument(1));
            return null;
        }).when(route).run(any(), any());
        doAnswer(call -> {
            call.<Runnable>getArgument(0).run();
            return null;
        }).when(course).onOwnThread(any());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private OpenfireSession session(ClientChannel channel) {
        OpenfireSession made = new OpenfireSession(null, null, hostSession, channel);
        registry.accepted(made, mock(SessionConnection.class));
        made.session().opened("example.org");
        made.session().authenticated("john", true);
        return made;
    }

    private BindAttempt asks() {
        behind.asks(BEFORE, session);
        BindAttempt bind = session.beginBind(mock(BindAttempt.Request.class), course);
        behind.hold(session, bind);
        return bind;
    }

    /** The host has bound the resource. */
    private void bound() {
        when(hostSession.getAddress()).thenReturn(BOUND);
        when(server.routes.getClientRoute(BOUND)).thenReturn(hostSession);
    }

    private static Message message() {
        Message message = new Message();
        message.setFrom(BEFORE);
        message.setTo("jane@example.org");
        return message;
    }

    // ------------------------------------------------------------------ whose a stanza is

    @Test
    void aSessionThatAskedIsFoundByTheAddressThatItHad() {
        assertThat(behind.find(BEFORE)).isNull();

        asks();

        assertThat(behind.find(BEFORE)).isSameAs(session);
        assertThat(behind.find(new JID(null, "example.org", "another"))).isNull();
    }

    @Test
    void aSessionThatAskedIsFoundByTheAddressThatItIsGiven() {
        asks();
        assertThat(behind.find(BOUND)).isNull();

        when(hostSession.getAddress()).thenReturn(BOUND);

        assertThat(behind.find(BOUND)).isSameAs(session);
        assertThat(behind.find(new JID("john@example.org/y"))).isNull();
    }

    @Test
    void byItsNewAddressItIsFoundOnlyWhileSomethingMayWait() {
        behind.asks(BEFORE, session);
        when(hostSession.getAddress()).thenReturn(BOUND);

        assertThat(behind.find(BOUND)).isNull();
        assertThat(behind.find(BEFORE)).isSameAs(session);
    }

    @Test
    void addressesOfOthersAreNobodys() {
        JID elsewhere = new JID(null, "example.net", "stream");
        JID withoutResource = new JID(null, "example.org", null);
        behind.asks(elsewhere, session);
        behind.asks(withoutResource, session);

        assertThat(behind.find(elsewhere)).isNull();
        assertThat(behind.find(withoutResource)).isNull();
        assertThat(behind.find(null)).isNull();
    }

    @Test
    void whoHasEndedIsForgottenAndWhoHasJustAskedIsNot() {
        asks();
        behind.forget();
        assertThat(behind.find(BEFORE)).isSameAs(session);

        session.session().destroyed(SessionEnd.of(EndCause.CLOSED));
        behind.forget();

        assertThat(behind.find(BEFORE)).isNull();
    }

    // ------------------------------------------------------------------ what waits

    @Test
    void whatComesBehindTheRequestGoesOnFromTheNewAddressOnceItIsAnswered() {
        BindAttempt bind = asks();
        List<Message> sent = List.of(message(), message());

        assertThat(sent).allMatch(stanza -> behind.stops(stanza, session, true));
        assertThat(routed).isEmpty();
        bound();
        bind.done();

        assertThat(routed).containsExactlyElementsOf(sent);
        assertThat(routed).allSatisfy(stanza -> {
            assertThat(stanza.getFrom()).isEqualTo(BOUND);
            assertThat(stanza.getTo()).isEqualTo(new JID("jane@example.org"));
        });
    }

    @Test
    void whatWaitedIsNotStoppedOnItsWayIntoTheHost() {
        List<Boolean> stopped = new ArrayList<>();
        doAnswer(call -> {
            assertThat(stopped).as("it goes in once").isEmpty();
            return stopped.add(behind.stops(call.getArgument(1), session, true));
        }).when(route).run(any(), any());
        BindAttempt bind = asks();
        behind.stops(message(), session, true);
        bound();

        bind.done();

        assertThat(stopped).containsExactly(false);
    }

    @Test
    void onceNothingWaitsStanzasGoOnAsTheyAre() {
        BindAttempt bind = asks();
        bound();
        bind.done();

        assertThat(behind.stops(message(), session, true)).isFalse();
        assertThat(session.heldStanzas()).isNull();
        assertThat(routed).isEmpty();
    }

    // The hook holds back the input itself.
    @Test
    void whereAnAcceptHookFollowsTheConnectionNothingIsHeld() {
        OpenfireSession onTcp = session(mock(ClientChannel.class));
        behind.hold(onTcp, onTcp.beginBind(mock(BindAttempt.Request.class), course));

        assertThat(onTcp.heldStanzas()).isNull();
        assertThat(behind.stops(message(), onTcp, true)).isFalse();
    }

    @Test
    void behindASecondRequestTheRestGoesOnWaiting() {
        BindAttempt first = asks();
        IQ request = new IQ(IQ.Type.set, "again");
        request.setFrom(BEFORE);
        Message last = message();
        List<BindAttempt> second = new ArrayList<>();
        doAnswer(call -> {
            routed.add(call.getArgument(1));
            if (call.getArgument(1) == request) {
                second.add(session.beginBind(mock(BindAttempt.Request.class), course));
                behind.hold(session, second.get(0));
            }
            return null;
        }).when(route).run(any(), any());
        behind.stops(request, session, true);
        behind.stops(last, session, true);

        first.done();
        assertThat(routed).containsExactly(request);
        second.get(0).done();
        assertThat(routed).containsExactly(request, last);
    }

    @Test
    void whatASessionSentThatHasEndedGoesNowhere() {
        BindAttempt bind = asks();
        behind.stops(message(), session, true);
        session.session().destroyed(SessionEnd.of(EndCause.CLOSED));

        bind.done();

        assertThat(routed).isEmpty();
    }

    @Test
    void whenThePluginLeavesWhatWaitsGoesOn() {
        asks();
        Message message = message();
        behind.stops(message, session, true);

        behind.stop();

        assertThat(routed).containsExactly(message);
        assertThat(message.getFrom()).isEqualTo(BEFORE);
    }

    // ------------------------------------------------------------------ what the host took for a stranger's

    @Test
    void whatTheHostDidNotKnowGoesInAgainOnceItDoes() {
        bound();
        Message message = message();

        assertThat(behind.stops(message, session, false)).isTrue();

        assertThat(routed).containsExactly(message);
        assertThat(message.getFrom()).isEqualTo(BOUND);
    }

    @Test
    void whatTheHostDoesNotKnowYetIsNotTriedAgainAndAgain() {
        assertThat(behind.stops(message(), session, false)).isFalse();
        session.letGo();
        assertThat(behind.stops(message(), session, false)).isFalse();

        assertThat(routed).isEmpty();
    }

    // ------------------------------------------------------------------ to the own address (RFC 6120 §10.3)

    private JID toOfRouted(boolean isWrittenByHost) {
        Message message = new Message();
        if (isWrittenByHost) {
            message.setFrom(BEFORE);
            message.setTo("example.org");
        } else {
            message.setTo("example.org");
            message.setFrom(BEFORE);
        }
        bound();
        behind.stops(message, session, false);
        return routed.get(0).getTo();
    }

    @Test
    void whatTheHostAddressedToTheSenderIsToTheAccount() {
        assertThat(toOfRouted(true)).isEqualTo(new JID("john@example.org"));
    }

    @Test
    void whatTheClientAddressedToTheServerStaysSo() {
        assertThat(toOfRouted(false)).isEqualTo(new JID("example.org"));
    }
}
