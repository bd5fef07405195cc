package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.settings.Setting;

/** What is done in the ways of 4.2.0, and what without ways. The host tests do it on hosts. */
class HostTest {
    private static final CloseReason REASON = new CloseReason("policy-violation", "Enough");

    private final StubServer server = new StubServer();
    private final ScheduledExecutorService timer = mock(ScheduledExecutorService.class);
    private final List<Runnable> closings = new ArrayList<>();
    private final LocalClientSession session = mock(LocalClientSession.class);
    private final HostChannel channel = mock(HostChannel.class);

    @AfterEach
    void stop() {
        server.close();
    }

    private Host without(String... lacking) {
        return new Host(HostCapabilities.of(new LookupWithout(lacking)), timer, closings::add);
    }

    @Test
    void whatIsNotAcknowledgedIsNotCountedWhereTheHostDoesNotTell() {
        assertThat(without("unacknowledged-stanzas").unacknowledged(session)).isNull();

        when(session.getConnection()).thenReturn(mock(Connection.class));
        StreamManager streams = new StreamManager(session);
        when(session.getStreamManager()).thenReturn(streams);
        assertThat(without().unacknowledged(session)).isZero();
    }

    // 4.8.0 and 4.8.1 answer with a boolean as 4.2.0 does, and are on Netty.
    @Test
    void aRouteIsRestoredWhereTheHostAnswersWithABoolean() throws NoSuchMethodException {
        assertThat(org.jivesoftware.openfire.RoutingTable.class.getMethod("addClientRoute", JID.class,
                LocalClientSession.class).getReturnType()).isEqualTo(boolean.class);
        JID address = new JID("john@example.org/x");
        when(session.getAddress()).thenReturn(address);

        Host host = without("tcp-accept");

        assertThat(host.ends().restoresRoutes()).isTrue();
        host.ends().restoreRoute(session);
        verify(server.routes).addClientRoute(address, session);
    }

    @Test
    void withoutAWayToRestoreRoutesNoneIsRestored() {
        Host host = without("client-routes");

        assertThat(host.ends().restoresRoutes()).isFalse();
        host.ends().restoreRoute(session);
        verifyNoInteractions(session, server.routes);
    }

    @Test
    void onMinaTheErrorIsWrittenBeforeTheClose() {
        when(channel.isFlushed()).thenReturn(true);

        without().ends().close(session, channel, REASON);

        InOrder order = inOrder(session);
        order.verify(session).deliverRawText(StreamErrors.of(REASON).toXML());
        order.verify(session).close();
        assertThat(closings).isEmpty();
    }

    // Netty before 5.1, whose close may wait for the client: on no thread that serves others.
    @Test
    void elsewhereTheCloseWaitsOnAThreadOfItsOwn() {
        without("tcp-accept").ends().close(session, null, REASON);

        verify(session).deliverRawText(StreamErrors.of(REASON).toXML());
        assertThat(closings).hasSize(1);
        closings.get(0).run();
        verify(session).close();
    }

    @Test
    void withoutAWayToCloseNothingIsWritten() {
        assertThatIllegalStateException().isThrownBy(() -> without("session-close").ends().close(session, channel, REASON))
                .withMessageContaining("session-close").withMessageContaining(LookupWithout.MISSING);
        verifyNoInteractions(session);
    }

    @Test
    void withoutTheMeansASessionIsLeftToTheHost() {
        when(session.isDetached()).thenReturn(true);

        assertThat(without("session-removal").ends().endAtOnce(session, channel, REASON, false)).isTrue();
        assertThat(without("session-close").ends().endAtOnce(session, channel, REASON, false)).isTrue();
        assertThat(without("detached-end").ends().endAtOnce(session, channel, REASON, false)).isTrue();
        without("session-removal").ends().remove(session);
        without("session-removal").ends().sendUnavailable(session);
        verifyNoInteractions(channel, server.router);
    }

    @Test
    void withoutAWayADetachedSessionCannotBeEnded() {
        assertThatIllegalStateException().isThrownBy(() -> without("detached-end").ends().terminateDetached(session))
                .withMessageContaining("detached-end");
    }

    // The host makes nobody available by it: it has not failed.
    @Test
    void presenceToTheOwnAccountIsNotCompleted() {
        Presence directed = new Presence();
        directed.setTo("john@example.org");

        without().completeArrival(session, directed);

        verifyNoInteractions(session);
    }

    @Test
    void factsThatTheHostDoesNotTellAreUnknown() {
        Connection connection = mock(Connection.class);
        when(session.getConnection()).thenReturn(connection);
        when(connection.isSecure()).thenReturn(true);

        assertThat(without().software(session)).isNull();
        assertThat(without().isInactive(session)).isNull();
        assertThat(without().isSecure(session)).isTrue();
        assertThat(without("encryption").isSecure(session)).isFalse();
    }

    @Test
    void listsOfAddressesThatCannotBeAskedLetNobodyIn() {
        HttpServletRequest request = mock(HttpServletRequest.class);

        assertThat(without().isAddressAllowed(request)).as("no list is set").isTrue();
        try (StubProperties properties = new StubProperties()) {
            properties.set("adminConsole.access.ip-blocklist", "192.0.2.1");
            assertThat(without().isAddressAllowed(request)).isFalse();
            properties.set("adminConsole.access.ip-blocklist", "");
            assertThat(without().isAddressAllowed(request)).isTrue();
            properties.set("adminConsole.access.ip-allowlist", "192.0.2.1");
            assertThat(without().isAddressAllowed(request)).isFalse();
        }
    }

    @Test
    void settingsThatCannotBeChangedSaySo() {
        HostProperties properties = new HostProperties(HostCapabilities.of(new LookupWithout("property-changes")));

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> properties.set(Setting.LIMIT_PER_USER.name(), "5"))
                .withMessageContaining(LookupWithout.MISSING);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> properties.delete(Setting.LIMIT_PER_USER.name()));
    }
}
