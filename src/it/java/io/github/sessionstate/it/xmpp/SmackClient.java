package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import javax.net.SocketFactory;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Connections of Smack, a client that does everything that clients do by themselves. */
public final class SmackClient {
    /** How Smack connects. */
    public enum Option {
        /** With STARTTLS, any certificate; without this option in plain text. */
        TLS,
        /** With stream management that the client may resume; without this option with none at all. */
        RESUMPTION,
        /** Without the roster request after the login. */
        NO_ROSTER,
        /** Without the presence after the login. */
        NO_PRESENCE
    }

    private static final long END_OF_STREAM_MS = 500;

    private SmackClient() {
    }

    /** Disconnects without waiting long for the server's end of the stream, which 4.2.0 loses. */
    public static void disconnect(XMPPTCPConnection connection) {
        connection.setReplyTimeout(END_OF_STREAM_MS);
        connection.disconnect();
    }

    /**
     * Connects and logs in. The caller disconnects, best by {@link #disconnect}.
     *
     * @param sockets makes those of this connection, now and when it connects again
     */
    public static XMPPTCPConnection login(InetSocketAddress address, SocketFactory sockets, String domain,
            String username, String password, String resource, Option... options) throws IOException {
        Set<Option> chosen = Set.of(options);
        try {
            XMPPTCPConnectionConfiguration.Builder configuration = XMPPTCPConnectionConfiguration.builder()
                    .setHostAddress(address.getAddress())
                    .setPort(address.getPort())
                    .setSocketFactory(sockets)
                    .setXmppDomain(JidCreate.domainBareFrom(domain))
                    .setUsernameAndPassword(username, password)
                    .setResource(Resourcepart.from(resource))
                    .setSendPresence(!chosen.contains(Option.NO_PRESENCE))
                    .setSecurityMode(chosen.contains(Option.TLS) ? SecurityMode.required : SecurityMode.disabled)
                    .setCustomX509TrustManager(TrustAll.manager())
                    .setHostnameVerifier((host, session) -> true);
            XMPPTCPConnection connection = new XMPPTCPConnection(configuration.build());
            Roster.getInstanceFor(connection)
                    .setRosterLoadedAtLogin(!chosen.contains(Option.NO_ROSTER));
            connection.setUseStreamManagement(chosen.contains(Option.RESUMPTION));
            connection.setUseStreamManagementResumption(chosen.contains(Option.RESUMPTION));
            connection.connect().login();
            return connection;
        } catch (XMPPException | SmackException e) {
            throw new IOException("Smack could not log in " + username, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
