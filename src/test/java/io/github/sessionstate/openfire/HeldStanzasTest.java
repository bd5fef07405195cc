package io.github.sessionstate.openfire;

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
    private final HeldStanzas held = new HeldStanzas(this::route);

    // As the host does: what goes in passes the interceptors again.
    private void route(Packet stanza) {
        assertThat(held.stops(stanza)).as("stopped again").isFalse();
        routed.add(stanza);
        if (stanza == bind) {
            held.hold();
        }
    }

    @Test
    void nothingIsStoppedBeforeItHolds() {
        assertThat(held.stops(new Presence())).isFalse();
        assertThat(held.isOver()).isTrue();
    }

    @Test
    void whatIsStoppedGoesOnInItsOrder() {
        held.hold();
        List<Packet> sent = List.of(new Presence(), new IQ(), new Message());

        assertThat(sent).allMatch(held::stops);
        assertThat(routed).isEmpty();
        assertThat(held.isOver()).isFalse();

        held.release();
        assertThat(routed).containsExactlyElementsOf(sent);
        assertThat(held.isOver()).isTrue();
        assertThat(held.stops(new Presence())).isFalse();
    }

    @Test
    void behindAnotherRequestForAResourceTheRestWaitsAgain() {
        held.hold();
        bind = new IQ();
        Presence behind = new Presence();
        held.stops(bind);
        held.stops(behind);

        held.release();
        assertThat(routed).containsExactly(bind);
        assertThat(held.isOver()).isFalse();
        Presence later = new Presence();
        assertThat(held.stops(later)).isTrue();

        held.release();
        assertThat(routed).containsExactly(bind, behind, later);
        assertThat(held.isOver()).isTrue();
    }

    @Test
    void noMoreAreHeldThanAClientHasReasonToSend() {
        held.hold();
        for (int i = 0; i < 200; i++) {
            assertThat(held.stops(new Message())).isTrue();
        }

        assertThat(held.stops(new Message())).isFalse();
        held.release();
        assertThat(routed).hasSize(200);
    }

    // ------------------------------------------------------------------ what the host answers to one that is stopped

    @Test
    void theAnswerToAStoppedStanzaIsKnownOnce() {
        held.hold();
        held.stops(iq("1"));

        assertThat(held.isForStopped(iq("2"))).as("another's").isFalse();
        assertThat(held.isForStopped(presence("1"))).as("of another kind").isFalse();
        assertThat(held.isForStopped(iq("1"))).isTrue();
        assertThat(held.isForStopped(iq("1"))).as("the answer to the stanza itself").isFalse();
    }

    @Test
    void presenceWithoutAnIdIsAnsweredToo() {
        held.hold();
        held.stops(new Presence());

        assertThat(held.isForStopped(new Presence())).isTrue();
    }

    @Test
    void whatAnotherThreadSendsIsNoAnswer() {
        held.hold();
        held.stops(iq("1"));

        assertThat(CompletableFuture.supplyAsync(() -> held.isForStopped(iq("1"))).join()).isFalse();
        assertThat(held.isForStopped(iq("1"))).isTrue();
    }

    @Test
    void theHostDoesNotAnswerMessages() {
        held.hold();
        held.stops(iq("1"));
        Message message = new Message();
        message.setID("1");
        held.stops(message);

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
