package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLSession;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.Test;

class ClientChannelTest {
    private final SSLSession tls = mock(SSLSession.class);
    private final Channel channel = new Channel();

    private final class Channel extends ClientChannel {
        private boolean isSecured;
        private SSLSession session;

        Channel() {
            super(new InetSocketAddress("192.0.2.1", 50000));
        }

        @Override
        public LocalClientSession hostSession() {
            return null;
        }

        @Override
        public void disconnect() {
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void ignoreInput() {
        }

        @Override
        public boolean isInputBad() {
            return false;
        }

        @Override
        protected Connection connection() {
            return null;
        }

        @Override
        protected boolean isSecured() {
            return isSecured;
        }

        @Override
        protected SSLSession sslSession() {
            return session;
        }

        @Override
        protected boolean isStreamCompressed() {
            return false;
        }

        @Override
        protected void release() {
            isSecured = false;
            session = null;
        }
    }

    private void negotiate(String protocol, String cipher) {
        channel.isSecured = true;
        channel.session = tls;
        when(tls.getProtocol()).thenReturn(protocol);
        when(tls.getCipherSuite()).thenReturn(cipher);
    }

    @Test
    void duringTheHandshakeNothingIsNegotiated() {
        negotiate("NONE", "SSL_NULL_WITH_NULL_NULL");

        assertThat(channel.isSecure()).isTrue();
        assertThat(channel.tls()).isNull();
        assertThat(channel.cipher()).isNull();

        negotiate("TLSv1.3", "TLS_AES_256_GCM_SHA384");
        assertThat(channel.tls()).isEqualTo("TLSv1.3");
        assertThat(channel.cipher()).isEqualTo("TLS_AES_256_GCM_SHA384");
    }

    /** What a session was is asked for when its connection has ended. */
    @Test
    void whatWasNegotiatedOutlastsTheConnection() {
        negotiate("TLSv1.2", "A_CIPHER");
        assertThat(channel.isSecure()).isTrue();
        channel.release();
        assertThat(channel.tls()).isEqualTo("TLSv1.2");

        channel.letGo();

        assertThat(channel.isSecure()).isTrue();
        assertThat(channel.tls()).isEqualTo("TLSv1.2");
        assertThat(channel.cipher()).isEqualTo("A_CIPHER");
        assertThat(channel.ip()).isEqualTo("192.0.2.1");
        assertThat(channel.port()).isEqualTo(50000);
    }

    @Test
    void withoutTlsThereIsNone() {
        assertThat(channel.isSecure()).isFalse();
        assertThat(channel.tls()).isNull();
        channel.letGo();
        assertThat(channel.isSecure()).isFalse();
    }
}
