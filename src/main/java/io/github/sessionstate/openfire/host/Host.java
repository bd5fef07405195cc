package io.github.sessionstate.openfire.host;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.host.HostCapabilities.AddressLists;
import io.github.sessionstate.openfire.host.HostCapabilities.ClientActivity;
import io.github.sessionstate.openfire.host.HostCapabilities.Encryption;
import io.github.sessionstate.openfire.host.HostCapabilities.UserAgents;
import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Log;

/** What Openfire versions do differently, done in the way that this one offers. */
public final class Host {
    private static final Log LOG = Log.of(Host.class);
    // The host reads a user's offline store meanwhile.
    private static final Duration ARRIVAL = Duration.ofSeconds(10);
    // The console's properties with lists of addresses.
    private static final List<String> ADDRESS_LISTS =
            List.of("adminConsole.access.ip-blocklist", "adminConsole.access.ip-allowlist");

    private final HostCapabilities offered;
    private final Undelivered undelivered;
    private final OfflineStore offlineStore;
    private final HostEnds ends;
    private final ClientReplies replies;

    /**
     * @param timer    for what must wait; never used for anything that blocks
     * @param blocking for what may block
     */
    public Host(HostCapabilities offered, ScheduledExecutorService timer, Executor blocking) {
        this.offered = offered;
        this.undelivered = new Undelivered(offered.unacknowledgedStanzas(), blocking, ARRIVAL,
                System::currentTimeMillis);
        this.offlineStore = new OfflineStore(blocking);
        this.ends = new HostEnds(offered, undelivered, new Later(timer), blocking);
        this.replies = new ClientReplies(() -> XMPPServer.getInstance().getIQRouter());
    }

    /** How sessions end in it. */
    public HostEnds ends() {
        return ends;
    }

    /** What clients have not acknowledged when their sessions end. */
    public Undelivered undelivered() {
        return undelivered;
    }

    /** What clients reply to requests. */
    public ClientReplies replies() {
        return replies;
    }

    /** What waits for users who are not there. */
    public OfflineStore offlineStore() {
        return offlineStore;
    }

    /**
     * The host is through with the first presence of a session. It may have failed, as it does if another session of
     * the user ends at that moment: then contacts may not have been told, and the session would get no messages until
     * it sends presence again. Has it work on that presence once more, on this thread.
     */
    public void completeArrival(LocalClientSession session, Presence presence) {
        // Presence with an address is directed, even to the client's own account, and makes nobody available.
        if (offered.firstPresence().isOffered() && presence.getTo() == null && !session.isInitialized()
                && !HostSessions.isClosedForGood(session) && HostSessions.isRegistered(session)) {
            LOG.info("Openfire failed at the first presence of {}, and is asked to complete it", session.getAddress());
            if (!session.wasAvailable()) {
                takeBack(session);
            }
            offered.firstPresence().get().run(XMPPServer.getInstance().getPresenceUpdateHandler(), presence);
        }
    }

    // The host failed before it told other plugins, and would take the session for one that it has told of already.
    private static void takeBack(LocalClientSession session) {
        Presence unavailable = new Presence(Presence.Type.unavailable);
        unavailable.setFrom(session.getAddress());
        try {
            session.setPresence(unavailable);
        } catch (RuntimeException e) {
            // A listener of another plugin, on hosts that catch nothing there.
            LOG.debug("Not all were told that {} is not available yet", session.getAddress(), e);
        }
    }

    // ------------------------------------------------------------------ facts

    /** What the client says that it is (XEP-0092); null if the host does not know, or does not ask. */
    public ClientSoftware software(LocalClientSession session) {
        if (!offered.clientSoftware().isOffered()) {
            return null;
        }
        Map<?, ?> told = HostCall.call(() -> (Map<?, ?>) offered.clientSoftware().get().invoke(session));
        Object name = told.get("name");
        return name == null ? null : new ClientSoftware(name.toString(), (String) told.get("version"),
                (String) told.get("os"));
    }

    /** What the client said of itself with SASL2 (XEP-0388); null if it did not, or the host does not tell. */
    public UserAgent userAgent(LocalClientSession session) {
        Object told = offered.userAgents().isOffered() ? session.getSessionData(UserAgents.KEY) : null;
        if (told == null) {
            return null;
        }
        UserAgents means = offered.userAgents().get();
        return HostCall.call(() -> new UserAgent((String) means.id().invoke(told),
                (String) means.software().invoke(told), (String) means.device().invoke(told)));
    }

    /** How many stanzas the client has not acknowledged (XEP-0198); null if the host does not tell. */
    public Integer unacknowledged(LocalClientSession session) {
        // Read without the queue's lock: a snapshot, which may be out of date at once.
        return offered.unacknowledgedStanzas().isOffered()
                ? (Integer) offered.unacknowledgedStanzas().get().queue().get(session.getStreamManager()).size() : null;
    }

    /** Goes on counting what the client of this session sent. May be kept: no session stays in memory for it. */
    public Number stanzasReceived(LocalClientSession session) {
        return stanzaCounters().received(session);
    }

    /** Goes on counting what was sent to it alike. */
    public Number stanzasSent(LocalClientSession session) {
        return stanzaCounters().sent(session);
    }

    private StanzaCounters stanzaCounters() {
        return offered.stanzaCounters().isOffered() ? offered.stanzaCounters().get() : StanzaCounters.NONE;
    }

    /** Whether the client says that it is inactive (XEP-0352); null if the host does not know. */
    public Boolean isInactive(LocalClientSession session) {
        if (!offered.clientActivity().isOffered()) {
            return null;
        }
        ClientActivity means = offered.clientActivity().get();
        return HostCall.call(() -> !(boolean) means.active().invoke(means.csi().invoke(session)));
    }

    /** Whether TLS protects the connection of this session, as far as the host tells. */
    public boolean isSecure(LocalClientSession session) {
        // Asking a detached session for its connection is logged as an error by 4.2.0.
        if (session.isDetached() || !offered.encryption().isOffered()) {
            return false;
        }
        Encryption means = offered.encryption().get();
        if (means.ofSession() != null) {
            return HostCall.call(() -> (boolean) means.ofSession().invoke(session));
        }
        Connection connection = session.getConnection();
        return connection != null && HostCall.call(() -> (boolean) means.ofConnection().invoke(connection));
    }

    /** The name of the machine that it runs on; null if it does not tell. */
    public String name() {
        return XMPPServer.getInstance().getServerInfo().getHostname();
    }

    /** Whether it is, or may become, one of several servers on one database. */
    public boolean isClustered() {
        return ClusterManager.isClusteringEnabled();
    }

    /** Whether the whole server stops. */
    public boolean isStopping() {
        return XMPPServer.getInstance().isShuttingDown();
    }

    // ------------------------------------------------------------------ console

    /** Whether the admin console's lists of addresses let this client in. */
    public boolean isAddressAllowed(HttpServletRequest request) {
        if (!offered.consoleAddresses().isOffered()) {
            // Where lists are set that cannot be asked, nobody is let in.
            return ADDRESS_LISTS.stream().map(JiveGlobals::getProperty).allMatch(list -> list == null || list.isEmpty());
        }
        AddressLists lists = offered.consoleAddresses().get();
        return HostCall.call(() -> (boolean) lists.passesBlocklist().invoke(request)
                && (boolean) lists.passesAllowlist().invoke(request));
    }

    /** Shows the settings among the host's system properties, where it has such a page. */
    public void declare(Collection<Setting<?>> settings) {
        if (offered.propertyDescriptions().isOffered()) {
            settings.forEach(offered.propertyDescriptions().get()::declare);
        }
    }

    /** Takes the settings out of that page; values that the administrator set stay. */
    public void undeclareSettings() {
        if (offered.propertyDescriptions().isOffered()) {
            offered.propertyDescriptions().get().removeAll();
        }
    }
}
