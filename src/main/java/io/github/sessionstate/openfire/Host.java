package io.github.sessionstate.openfire;

import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.settings.Setting;

/** What Openfire versions do differently. One instance, chosen at start by what the host offers. */
public interface Host {
    /** Chooses by capability, not by version: hosts that let plugins into Netty's pipelines, or those on MINA. */
    static Host detect() {
        return NettyHost.isOffered() ? new NettyHost() : new MinaHost();
    }

    /** The hook that follows TCP connections from their accept. */
    AcceptHook<?> acceptHook(SessionTracker tracker);

    /**
     * Closes a live session whose stream is open, after telling the client why. Returns at once; what waits, waits on
     * the executor.
     *
     * @param channel the session's TCP connection; null if it has none or it is unknown
     */
    void close(LocalClientSession session, ClientChannel channel, CloseReason reason,
               ScheduledExecutorService executor);

    /** Ends a detached session (XEP-0198): contacts get unavailable presence, and it cannot be resumed. */
    void terminateDetached(LocalClientSession session);

    /**
     * Takes a bound session out of the host's tables before its place is taken, whether its client reads or not. Its
     * contacts see it go; it cannot be resumed. What waits, until the client has been told why, waits on the executor.
     *
     * @param channel the session's TCP connection; null if it has none or it is unknown
     * @return whether the host's tables have nothing of it any more; if not, another thread is still at its end
     */
    boolean endAtOnce(LocalClientSession session, ClientChannel channel, CloseReason reason,
                      ScheduledExecutorService executor);

    /** A client resumed a session (XEP-0198 §5): removes what is left of the one that carried the request. */
    void removeCarrier(LocalClientSession carrier);

    /** Puts a bound session back into the routing table, which has lost it. */
    void restoreRoute(LocalClientSession session);

    /** What the client says that it is (XEP-0092); null if the host does not know, or does not ask. */
    ClientSoftware software(LocalClientSession session);

    /** Whether the client says that nobody looks at it (XEP-0352); null on hosts without that. */
    Boolean isInactive(LocalClientSession session);

    /** Whether TLS protects the connection of this session. */
    boolean isSecure(LocalClientSession session);

    /** Whether the host's own roster pushes leave out sessions that are not available. */
    boolean pushesToAvailableOnly();

    /** Whether the admin console's lists of addresses let this client in. */
    boolean isAddressAllowed(HttpServletRequest request);

    /** Shows the settings among the host's system properties, where it has such a page. */
    void declare(Collection<Setting<?>> settings);

    /** Takes the settings out of that page; values that the administrator set stay. */
    void undeclareSettings();
}
