package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The ways of the host on the class path, and of those that offer more. */
class UnacknowledgedStanzasTest {
    private static final JID TO = new JID("john@example.org");

    private final StubServer server = new StubServer();
    private final LeakFreeHostCall toAny = mock(LeakFreeHostCall.class);
    private final LeakFreeHostCall toAnyAs = mock(LeakFreeHostCall.class);
    private final Message message = new Message();

    @AfterEach
    void stop() {
        server.close();
    }

    static boolean isHeadline(Message message) {
        return message.getType() == Message.Type.headline;
    }

    @Test
    void theHostSendsAStanzaAsOneOfAClient() throws NotOfferedException {
        UnacknowledgedStanzas.find(new HostLookup()).route(TO, message);

        verify(server.routes).routePacket(TO, message, false);
    }

    @Test
    void aHostThatDoesNotAskWhoSendsIsNotTold() {
        new UnacknowledgedStanzas(null, toAny, toAnyAs, null).route(TO, message);

        verify(toAny).run(server.routes, TO, message);
        verifyNoInteractions(toAnyAs);
    }

    @Test
    void whereTheHostDoesNotTellChatsAreCopiedUnlessTheyForbidIt() {
        UnacknowledgedStanzas stanzas = new UnacknowledgedStanzas(null, null, toAnyAs, null);
        message.setType(Message.Type.normal);
        assertThat(stanzas.isCopied(message)).isFalse();

        message.setType(Message.Type.chat);
        assertThat(stanzas.isCopied(message)).isTrue();
        message.addChildElement("no-copy", "urn:example:other");
        assertThat(stanzas.isCopied(message)).isTrue();

        message.addChildElement("no-copy", "urn:xmpp:hints");
        assertThat(stanzas.isCopied(message)).isFalse();
    }

    @Test
    void whereTheHostTellsItsWordCounts() throws ReflectiveOperationException {
        UnacknowledgedStanzas stanzas = new UnacknowledgedStanzas(null, toAny, null, MethodHandles.lookup().findStatic(
                UnacknowledgedStanzasTest.class, "isHeadline", MethodType.methodType(boolean.class, Message.class)));
        message.setType(Message.Type.chat);
        assertThat(stanzas.isCopied(message)).isFalse();

        message.setType(Message.Type.headline);
        assertThat(stanzas.isCopied(message)).isTrue();
    }
}
