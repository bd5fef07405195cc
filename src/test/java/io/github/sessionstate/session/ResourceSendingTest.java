package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Stanzas for all available or all interested resources of a user, and the resources that messages go to. */
class ResourceSendingTest {
    private static final String JOHN = "john@example.org";

    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), new StubClock());
    private final Client both = bind("john", "both");
    private final Client interested = bind("john", "interested");
    private final Client available = bind("john", "available");
    private final Client neither = bind("john", "neither");
    private final Client jane = bind("jane", "both");

    /** A session with the host that writes down what it gets. */
    private record Client(StubHost host, XmppSession session) {
        List<String> addresses() {
            return host.stanzas.stream().map(stanza -> stanza.getTo().toString()).toList();
        }
    }

    ResourceSendingTest() {
        for (Client client : List.of(both, available, jane)) {
            client.session.updated(Presences.available(client == available ? -1 : 0));
        }
        for (Client client : List.of(both, interested, jane)) {
            client.session.askedForRoster();
        }
    }

    private Client bind(String user, String resource) {
        StubHost host = new StubHost();
        XmppSession session = registry.accepted(host, new StubConnection(1));
        session.opened("example.org");
        session.authenticated(user);
        session.bound(user, "example.org", resource, true);
        return new Client(host, session);
    }

    @Test
    void interestedResourcesGetIt() {
        IQ push = new IQ(IQ.Type.set, "p1");
        push.setChildElement("query", "jabber:iq:roster").addAttribute("ver", "7");

        assertThat(registry.sendToInterestedResources(JOHN, push)).isEqualTo(2);

        assertThat(both.addresses()).containsExactly("john@example.org/both");
        assertThat(interested.addresses()).containsExactly("john@example.org/interested");
        assertThat(List.of(available, neither, jane)).allSatisfy(other -> assertThat(other.host.stanzas).isEmpty());
        assertThat(interested.host.stanzas.get(0).toXML()).contains("id=\"p1\"", "ver=\"7\"");
    }

    @Test
    void availableResourcesGetItWhateverTheirPriority() {
        assertThat(registry.sendToAvailableResources(JOHN, new IQ())).isEqualTo(2);

        assertThat(both.addresses()).containsExactly("john@example.org/both");
        assertThat(available.addresses()).containsExactly("john@example.org/available");
        assertThat(List.of(interested, neither, jane)).allSatisfy(other -> assertThat(other.host.stanzas).isEmpty());
    }

    @Test
    void messageAndPresenceKeepToTheBareJid() {
        Message message = new Message();
        message.setTo("somebody@example.net");
        message.setBody("text");
        Presence presence = new Presence(Presence.Type.subscribed);
        presence.setFrom("jane@example.org");

        assertThat(registry.sendToAvailableResources(JOHN, message)).isEqualTo(2);
        assertThat(registry.sendToInterestedResources(JOHN, presence)).isEqualTo(2);

        assertThat(both.addresses()).containsExactly(JOHN, JOHN);
        assertThat(((Message) available.host.stanzas.get(0)).getBody()).isEqualTo("text");
        assertThat(interested.host.stanzas.get(0).toXML()).contains("type=\"subscribed\"", "from=\"jane@example.org\"");
    }

    @Test
    void eachGetsACopyOfItsOwn() {
        Message message = new Message();
        message.setTo("somebody@example.net");

        registry.sendToAvailableResources(JOHN, message);

        Packet first = both.host.stanzas.get(0);
        Packet second = available.host.stanzas.get(0);
        assertThat(first).isNotSameAs(second).isNotSameAs(message);
        assertThat(first.getElement()).isNotSameAs(second.getElement()).isNotSameAs(message.getElement());
        assertThat(message.getTo()).hasToString("somebody@example.net");
    }

    @Test
    void aDetachedResourceIsOneOfThem() {
        interested.session.detached();

        assertThat(registry.sendToInterestedResources(JOHN, new IQ())).isEqualTo(2);
        assertThat(interested.host.stanzas).hasSize(1);
    }

    @Test
    void oneThatFailsKeepsItFromNobodyElseAndDoesNotCount() {
        both.host.failure = new IllegalStateException("provoked");
        assertThat(registry.sendToInterestedResources(JOHN, new IQ())).isOne();
        both.host.failure = null;
        both.host.refusal = "provoked";
        assertThat(registry.sendToInterestedResources(JOHN, new IQ())).isOne();

        assertThat(both.host.stanzas).isEmpty();
        assertThat(interested.host.stanzas).hasSize(2);
    }

    @Test
    void oneThatEndedMeanwhileDoesNotCount() {
        both.host.whenSent = () -> interested.session.destroyed(EndCause.CLOSED);

        assertThat(registry.sendToInterestedResources(JOHN, new IQ())).isOne();
        assertThat(interested.host.stanzas).isEmpty();
    }

    @Test
    void nobodyIsThere() {
        assertThat(registry.sendToAvailableResources("nobody@example.org", new IQ())).isZero();
        assertThat(registry.sendToInterestedResources("nobody@example.org", new IQ())).isZero();
        assertThat(registry.topResources("nobody@example.org")).isEmpty();
        assertThatNullPointerException().isThrownBy(() -> registry.sendToAvailableResources(JOHN, null));
    }

    @Test
    void topResourcesAreThoseOfTheUser() {
        assertThat(registry.topResources(JOHN)).containsExactly(both.session);
        assertThat(registry.topResources("jane@example.org")).containsExactly(jane.session);
    }

    @Test
    void aStanzaForOneSessionKeepsItsAddress() throws Exception {
        Message message = new Message();
        message.setTo("john@example.org/neither");

        assertThat(neither.session.send(message)).isTrue();

        assertThat(neither.host.stanzas).containsExactly(message);
        assertThat(neither.addresses()).containsExactly("john@example.org/neither");
    }

    @Test
    void anEndedSessionAndOneThatIsNotOpenGetNothing() throws Exception {
        neither.session.destroyed(EndCause.CLOSED);
        assertThat(neither.session.send(new Message())).isFalse();
        assertThat(neither.host.stanzas).isEmpty();

        StubHost host = new StubHost();
        XmppSession unopened = registry.accepted(host, new StubConnection(3));
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> unopened.send(new Message()));
        assertThat(host.stanzas).isEmpty();
    }
}
