package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.OfflineMessage;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Who gets what is stored for a user, and how many read it at once. */
class OfflineStoreTest {
    private final StubServer server = new StubServer();
    private final List<Runnable> works = new ArrayList<>();
    private final OfflineStore store = new OfflineStore(works::add);

    @AfterEach
    void stop() {
        server.close();
    }

    private static LocalClientSession session(String jid) {
        LocalClientSession session = mock(LocalClientSession.class);
        when(session.getAddress()).thenReturn(new JID(jid));
        when(session.canFloodOfflineMessages()).thenReturn(true);
        return session;
    }

    @Test
    void ofManySessionsOfAUserTheFirstThatMayGetsIt() {
        LocalClientSession refused = session("john@example.org/refused");
        LocalClientSession first = session("john@example.org/first");
        LocalClientSession last = session("john@example.org/last");
        when(refused.canFloodOfflineMessages()).thenReturn(false);
        OfflineMessage message = new OfflineMessage(new Date(), DocumentHelper.createElement("message"));
        when(server.offline.getMessages("john", true)).thenReturn(List.of(message)).thenReturn(List.of());

        store.deliverTo(refused);
        store.deliverTo(first);
        store.deliverTo(last);
        store.deliverTo(last);
        assertThat(works).as("threads for one user").hasSize(1);
        works.remove(0).run();

        verify(first).process(message);
        verify(refused, times(0)).process(any());
        verify(last, times(0)).process(any());
        verify(server.offline, times(2)).getMessages("john", true);
    }

    @Test
    void whoAsksWhileTheStoreIsReadHasItReadAgain() {
        LocalClientSession john = session("john@example.org/only");
        when(server.offline.getMessages("john", true)).thenAnswer(call -> {
            store.deliverTo(john);
            return List.of();
        }).thenReturn(List.of());

        store.deliverTo(john);
        works.remove(0).run();

        verify(server.offline, times(2)).getMessages("john", true);
        assertThat(works).isEmpty();
        store.deliverTo(john);
        assertThat(works).as("later").hasSize(1);
    }

    @Test
    void usersDoNotWaitForEachOther() {
        store.deliverTo(session("john@example.org/x"));
        store.deliverTo(session("jane@example.org/x"));

        assertThat(works).hasSize(2);
    }

    // The host would store it again.
    @Test
    void whoIsGoneGetsNothing() {
        LocalClientSession gone = session("john@example.org/gone");
        when(gone.isClosed()).thenReturn(true);

        store.deliverTo(gone);
        works.remove(0).run();

        verifyNoInteractions(server.offline);
        verify(server.offline, times(0)).getMessages(any(), anyBoolean());
    }
}
