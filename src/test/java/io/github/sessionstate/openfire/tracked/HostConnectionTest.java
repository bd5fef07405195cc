package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.net.UnknownHostException;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.http.HttpSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.websocket.WebSocketConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.host.Host;

class HostConnectionTest {
    private final Host host = mock(Host.class);
    private final LocalClientSession session = mock(LocalClientSession.class);
    private final Connection connection = mock(Connection.class);

    @BeforeEach
    void connect() throws UnknownHostException {
        when(session.getConnection()).thenReturn(connection);
        when(session.getHostAddress()).thenReturn("192.0.2.1");
    }

    @Test
    void theTransportIsToldByTheSessionAndItsConnection() {
        LocalClientSession overSocket = mock(LocalClientSession.class);
        HttpSession overHttp = mock(HttpSession.class);
        WebSocketConnection socket = mock(WebSocketConnection.class);
        when(overSocket.getConnection()).thenReturn(socket);

        assertThat(new HostConnection(host, session).transport()).isEqualTo("tcp");
        assertThat(new HostConnection(host, overSocket).transport()).isEqualTo("websocket");
        assertThat(new HostConnection(host, overHttp).transport()).isEqualTo("bosh");
        assertThat(HostConnection.isWeb(session)).isFalse();
        assertThat(HostConnection.isWeb(overSocket)).isTrue();
        assertThat(HostConnection.isWeb(overHttp)).isTrue();
    }

    @Test
    void theAddressIsThatOfTheBeginning() throws UnknownHostException {
        HostConnection made = new HostConnection(host, session);
        when(session.getHostAddress()).thenReturn("192.0.2.2");

        assertThat(made.ip()).isEqualTo("192.0.2.1");
        assertThat(made.port()).isZero();
    }

    @Test
    void oneThatHasJustEndedHasNoAddress() throws UnknownHostException {
        when(session.getHostAddress()).thenThrow(UnknownHostException.class);

        assertThat(new HostConnection(host, session).ip()).isNull();
    }

    // 4.2.0 would log an error.
    @Test
    void aDetachedSessionIsNotAskedForItsConnection() throws UnknownHostException {
        when(session.isDetached()).thenReturn(true);

        HostConnection made = new HostConnection(host, session);

        assertThat(made.transport()).isEqualTo("tcp");
        assertThat(made.ip()).isNull();
        assertThat(made.isCurrent()).isTrue();
        verify(session, never()).getConnection();
        verify(session, never()).getHostAddress();
    }

    @Test
    void itIsNotCurrentOnceTheSessionHasAnother() {
        HostConnection made = new HostConnection(host, session);
        assertThat(made.isCurrent()).isTrue();

        Connection other = mock(Connection.class);
        when(session.getConnection()).thenReturn(other);

        assertThat(made.isCurrent()).isFalse();
    }

    @Test
    void itIsNotCurrentWhileTheSessionIsDetached() {
        HostConnection made = new HostConnection(host, session);

        when(session.isDetached()).thenReturn(true);

        assertThat(made.isCurrent()).isFalse();
    }

    @Test
    void onceLetGoOfItSaysWhatItWasAndAsksNobody() {
        HostConnection made = new HostConnection(host, session);
        assertThat(made.isSecure()).isFalse();
        when(host.isSecure(session)).thenReturn(true);
        assertThat(made.isSecure()).isTrue();

        made.letGo();
        when(host.isSecure(session)).thenReturn(false);
        clearInvocations(host, session);

        assertThat(made.isSecure()).isTrue();
        assertThat(made.ip()).isEqualTo("192.0.2.1");
        assertThat(made.transport()).isEqualTo("tcp");
        assertThat(made.isCurrent()).isFalse();
        verifyNoMoreInteractions(host, session);
    }
}
