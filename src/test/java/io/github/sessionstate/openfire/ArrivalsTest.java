package io.github.sessionstate.openfire;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.OfflineStore;
import io.github.sessionstate.openfire.host.Undelivered;

/** When the store is read for a session that has just become available. The host tests do it on hosts. */
class ArrivalsTest {
    private final Host host = mock(Host.class);
    private final OfflineStore store = mock(OfflineStore.class);
    private final Undelivered undelivered = mock(Undelivered.class);
    private final Arrivals arrivals = new Arrivals(host);
    private final LocalClientSession desk = session("john@example.org/desk");
    private final Presence ofDesk = new Presence();
    private final Message message = new Message();

    @BeforeEach
    void address() {
        when(host.undelivered()).thenReturn(undelivered);
        message.setTo("john@example.org");
    }

    private static LocalClientSession session(String jid) {
        LocalClientSession session = mock(LocalClientSession.class);
        when(session.getAddress()).thenReturn(new JID(jid));
        return session;
    }

    @Test
    void whatMayHaveBeenStoredMeanwhileIsDelivered() {
        when(host.offlineStore()).thenReturn(store);
        arrivals.begins(ofDesk, desk);
        arrivals.begins(message);
        arrivals.isThrough(message);
        verifyNoInteractions(store);

        arrivals.isThrough(ofDesk);
        verify(store).deliverTo(desk);
    }

    @Test
    void whereNothingCameMeanwhileNothingIsRead() {
        arrivals.begins(ofDesk, desk);
        message.setTo("jane@example.org");
        arrivals.begins(message);
        arrivals.isThrough(message);
        arrivals.isThrough(ofDesk);

        verifyNoInteractions(store);
    }

    @Test
    void whatWasNotAcknowledgedIsNotSentMeanwhile() {
        when(desk.isInitialized()).thenReturn(false, true);
        arrivals.begins(ofDesk, desk);
        verify(undelivered).arrives(desk);
        arrivals.begins(new Presence(), desk);
        arrivals.isThrough(message);
        verify(undelivered, never()).arrived(desk);

        arrivals.isThrough(ofDesk);
        verify(undelivered).arrived(desk);
        verify(undelivered).arrives(desk);
    }

    @Test
    void onlyThePresenceThatIsAwaitedIsCompleted() {
        arrivals.begins(ofDesk, desk);
        arrivals.complete(new Presence(), session -> false);
        verify(host, never()).completeArrival(any(), any());

        arrivals.complete(ofDesk, session -> true);
        verify(host, never()).completeArrival(any(), any());
        arrivals.complete(ofDesk, session -> false);
        verify(host).completeArrival(desk, ofDesk);
        verifyNoInteractions(store);
    }
}
