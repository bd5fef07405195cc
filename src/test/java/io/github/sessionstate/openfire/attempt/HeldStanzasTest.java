package io.github.sessionstate.openfire.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

class HeldStanzasTest {
    private final List<Packet> routed = new ArrayList<>();
    private Packet bind;
    private Packet poison;
    private final HeldStanzas held = new HeldStanzas(this::route);

    // As the host does: what goes in passes the interceptors again.
    private void route(Packet stanza) {
        assertThat(held.isPassing(stanza)).as("stopped again").isTrue();
        routed.add(stanza);
        if (stanza == bind) {
            held.hold();
        }
        if (stanza == poison) {
            throw new IllegalStateException("for the test");
        }
    }

    @Test
    void nothingIsStoppedBeforeItHolds() {
        assertThat(held.stops(new Presence(), true)).isFalse();
        assertThat(held.isOver()).isTrue();
    }

    @Test
    void whatIsStoppedGoesOnInItsOrder() {
        held.hold();
        List<Packet> sent = List.of(new Presence(), new IQ(), new Message());

        assertThat(sent).allMatch(stanza -> held.stops(stanza, true));
        assertThat(routed).isEmpty();
        assertThat(held.isOver()).isFalse();

        held.release();
        assertThat(routed).containsExactlyElementsOf(sent);
        assertThat(held.isOver()).isTrue();
        assertThat(held.stops(new Presence(), true)).isFalse();
    }

    @Test
    void behindAnotherRequestForAResourceTheRestWaitsAgain() {
        held.hold();
        bind = new IQ();
        Presence behind = new Presence();
        held.stops(bind, true);
        held.stops(behind, true);

        held.release();
        assertThat(routed).containsExactly(bind);
        assertThat(held.isOver()).isFalse();
        Presence later = new Presence();
        assertThat(held.stops(later, true)).isTrue();

        held.release();
        assertThat(routed).containsExactly(bind, behind, later);
        assertThat(held.isOver()).isTrue();
    }

    @Test
    void noMoreAreHeldThanAClientHasReasonToSend() {
        held.hold();
        for (int i = 0; i < 200; i++) {
            assertThat(held.stops(new Message(), true)).isTrue();
        }

        assertThat(held.stops(new Message(), true)).isFalse();
        held.release();
        assertThat(routed).hasSize(200);
    }

    // ------------------------------------------------------------------ what the host answers to one that is stopped

    @Test
    void theAnswerToAStoppedStanzaIsKnownOnce() {
        held.hold();
        held.stops(iq("1"), true);

        assertThat(held.isForStopped(iq("2"))).as("another's").isFalse();
        assertThat(held.isForStopped(presence("1"))).as("of another kind").isFalse();
        assertThat(held.isForStopped(iq("1"))).isTrue();
        assertThat(held.isForStopped(iq("1"))).as("the answer to the stanza itself").isFalse();
    }

    @Test
    void whatTheHostDoesNotKnowItDoesNotAnswer() {
        held.hold();
        assertThat(held.stops(iq("1"), false)).isTrue();

        assertThat(held.isForStopped(iq("1"))).as("somebody else's answer").isFalse();
    }

    @Test
    void oneAtWhichTheHostFailsKeepsNobodyWaiting() {
        held.hold();
        poison = new Message();
        Presence behind = new Presence();
        held.stops(poison, true);
        held.stops(behind, true);

        held.release();
        assertThat(routed).containsExactly(poison, behind);
        assertThat(held.isOver()).isTrue();
    }

    @Test
    void presenceWithoutAnIdIsAnsweredToo() {
        held.hold();
        held.stops(new Presence(), true);

        assertThat(held.isForStopped(new Presence())).isTrue();
    }

    @Test
    void whatAnotherThreadSendsIsNoAnswer() {
        held.hold();
        held.stops(iq("1"), true);

        assertThat(CompletableFuture.supplyAsync(() -> held.isForStopped(iq("1"))).join()).isFalse();
        assertThat(held.isForStopped(iq("1"))).isTrue();
    }

    @Test
    void theHostDoesNotAnswerMessages() {
        held.hold();
        held.stops(iq("1"), true);
        Message message = new Message();
        message.setID("1");
        held.stops(message, true);

        assertThat(held.isForStopped(iq("1"))).isFalse();
    }

    private static IQ iq(String id) {
        IQ iq = new IQ();
        iq.setID(id);
        return iq;
    }

    private static Presence presence(String id) {
        Presence presence = new Presence();
        presence.setID(id);
        return presence;
    }
}
