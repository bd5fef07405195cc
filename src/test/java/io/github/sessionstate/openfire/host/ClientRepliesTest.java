package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

import io.github.sessionstate.session.SendRefusedException;

class ClientRepliesTest {
    private final IQRouter router = mock(IQRouter.class);
    /** Who waits in the host, by id. As the host does it: the first reply with an id takes it out. */
    private final Map<String, IQResultListener> waiting = new HashMap<>();
    private final ClientReplies replies = new ClientReplies(() -> router);
    private final LocalClientSession john = client("john@example.org/desk");

    @BeforeEach
    void waitAsTheHostDoes() {
        doAnswer(call -> waiting.put(call.getArgument(0), call.getArgument(1)))
                .when(router).addIQResultListener(anyString(), any());
        doAnswer(call -> {
            route(call.getArgument(0));
            return null;
        }).when(router).route(any(IQ.class));
    }

    private void route(IQ reply) {
        waiting.remove(reply.getID()).receivedAnswer(reply);
    }

    /** The client's own thread is another one than that of who asks. */
    private void comes(IQ reply) throws InterruptedException {
        Thread ofClient = new Thread(() -> route(reply));
        ofClient.start();
        ofClient.join();
    }

    private static LocalClientSession client(String jid) {
        LocalClientSession client = mock(LocalClientSession.class);
        when(client.getAddress()).thenReturn(new JID(jid));
        return client;
    }

    private static IQ request() {
        IQ request = new IQ(IQ.Type.get, "1");
        request.setChildElement("query", "jabber:iq:version");
        return request;
    }

    private static IQ reply(IQ request, LocalClientSession from) {
        IQ reply = IQ.createResultIQ(request);
        reply.setFrom(from.getAddress());
        return reply;
    }

    @Test
    void theReplyHasTheIdThatWasAskedWith() throws Exception {
        IQ request = request();
        CompletableFuture<IQ> reply = replies.expect(john, request);
        assertThat(request.getID()).as("what nobody guesses").hasSize(36);

        comes(reply(request, john));

        assertThat(reply).isCompletedWithValueMatching(iq -> iq.getID().equals("1"));
        assertThat(waiting).isEmpty();
    }

    @Test
    void othersDoNotReplyInTheClientsPlace() throws Exception {
        IQ byPhone = request();
        CompletableFuture<IQ> fromPhone = replies.expect(john, byPhone);
        comes(reply(byPhone, client("john@example.org/phone")));
        assertThat(fromPhone).isNotDone();

        IQ byHost = request();
        CompletableFuture<IQ> atTheEnd = replies.expect(john, byHost);
        when(john.isClosed()).thenReturn(true);
        comes(reply(byHost, john));
        assertThat(atTheEnd).as("the host's own at the end of the session").isNotDone();

        replies.ended(client("jane@example.org/desk"));
        assertThat(atTheEnd).isNotDone();
    }

    @Test
    void whatTheHostKeepsFromTheClientIsRefused() {
        IQ request = request();
        CompletableFuture<IQ> reply = replies.expect(john, request);

        // While it is sent.
        route(reply(request, john));

        assertThat(reply).failsWithin(Duration.ZERO).withThrowableThat()
                .withCauseInstanceOf(SendRefusedException.class).withMessageContaining("block list");
    }

    @Test
    void theEndOfTheSessionAndThatOfThePluginEndTheWait() throws Exception {
        IQ request = request();
        CompletableFuture<IQ> reply = replies.expect(john, request);
        replies.ended(john);
        assertThat(reply).isCompletedWithValue(null);
        waiting.remove(request.getID()).answerTimeout(request.getID());

        CompletableFuture<IQ> open = replies.expect(john, request());
        replies.stop();
        assertThat(open).isCompletedExceptionally();
        assertThat(waiting).as("left in the host").isEmpty();

        assertThat(replies.expect(john, request())).isCompletedExceptionally();
        assertThat(waiting).as("left in the host by one who came late").isEmpty();
    }
}
