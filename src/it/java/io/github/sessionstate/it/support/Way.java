package io.github.sessionstate.it.support;

import java.io.IOException;
import java.util.Map;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** A way to be connected. */
public enum Way {
    TCP("tcp", false), STARTTLS("tcp", true), DIRECT_TLS("tcp", true), BOSH("bosh", false),
    WEBSOCKET("websocket", false);

    private final String transport;
    private final boolean isSecure;

    Way(String transport, boolean isSecure) {
        this.transport = transport;
        this.isSecure = isSecure;
    }

    /** The transport, as the table names it. */
    public String transport() {
        return transport;
    }

    /** Whether the connection is encrypted. */
    public boolean isSecure() {
        return isSecure;
    }

    /** Whether the transport is TCP, encrypted or not. */
    public boolean isTcp() {
        return transport.equals("tcp");
    }

    /** Connects, and opens the stream: before that there is nothing to see but on TCP. */
    public StepClient open(OpenfireHost host) throws IOException {
        return switch (this) {
            case TCP -> opened(host.connect());
            case STARTTLS -> {
                RawClient client = opened(host.connect());
                client.startTls();
                yield client;
            }
            case DIRECT_TLS -> opened(host.connectTls());
            case BOSH -> opened(host.connectBosh(Map.of()));
            case WEBSOCKET -> opened(host.connectWebSocket());
        };
    }

    /** Sends these one behind the other, without waiting for answers. */
    public void pipeline(OpenfireHost host, StepClient client, String... stanzas)
            throws IOException, InterruptedException {
        for (String stanza : stanzas) {
            client.send(stanza);
            if (this == WEBSOCKET && host.has(HostDefect.WEBSOCKET_OUT_OF_ORDER)) {
                Thread.sleep(150);
            }
        }
    }

    private static <T extends StepClient> T opened(T client) throws IOException {
        client.openStream();
        return client;
    }
}
