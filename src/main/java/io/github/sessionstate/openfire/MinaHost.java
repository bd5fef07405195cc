package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.settings.Setting;

/** Openfire 4.2: connections on MINA, no stream error in a close, no way to end a detached session. */
final class MinaHost implements Host {
    private static final long FLUSH_STEP_MILLIS = 5;
    private static final long FLUSH_LIMIT_MILLIS = 1000;
    private static final QuietCall CLOSE =
            new QuietCall(Late.method(LocalClientSession.class, "close", void.class));

    // Its return type changed between releases.
    private final MethodHandle removeDetached =
            Late.method(SessionManager.class, "removeDetached", void.class, LocalSession.class);

    @Override
    public AcceptHook<?> acceptHook(SessionTracker tracker) {
        return new MinaAcceptHook(tracker);
    }

    @Override
    public void close(LocalClientSession session, ClientChannel channel, CloseReason reason,
                      ScheduledExecutorService executor) {
        if (reason.condition() != null) {
            session.deliverRawText(StreamErrors.of(reason).toXML());
        }
        closeOnceFlushed(session, channel, executor, System.nanoTime());
    }

    // Closing drops what is still in the connection's write queue, the error with it.
    private void closeOnceFlushed(LocalClientSession session, ClientChannel channel,
                                  ScheduledExecutorService executor, long start) {
        boolean isFlushed = !(channel instanceof MinaChannel) || ((MinaChannel) channel).isFlushed();
        if (isFlushed || System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(FLUSH_LIMIT_MILLIS)) {
            CLOSE.run(session);
        } else {
            executor.schedule(() -> closeOnceFlushed(session, channel, executor, start), FLUSH_STEP_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void terminateDetached(LocalClientSession session) {
        SessionManager manager = SessionManager.getInstance();
        Late.call(() -> removeDetached.invoke(manager, session));
        HostSessions.endInTables(session);
    }

    /**
     * Not left to the host's own bind: that lets a session with stream management detach, and stay, and its late end
     * would take the route of its successor, as the host compares addresses only.
     */
    @Override
    public boolean endAtOnce(LocalClientSession session, ClientChannel channel, CloseReason reason,
                             ScheduledExecutorService executor) {
        session.getStreamManager().formalClose();
        if (session.isDetached()) {
            terminateDetached(session);
        } else if (!session.isClosed()) {
            HostSessions.forgetConnection(session);
            if (channel instanceof MinaChannel) {
                // The host would take it for what its successor sends, as it goes by the address.
                ((MinaChannel) channel).ignoreInput();
            }
            close(session, channel, reason, executor);
            HostSessions.endInTables(session);
        }
        return !HostSessions.isRegistered(session);
    }

    @Override
    public void removeCarrier(LocalClientSession carrier) {
        SessionManager manager = SessionManager.getInstance();
        // The host takes it for detached, and would keep it among the unbound ones until that times out.
        Late.call(() -> removeDetached.invoke(manager, carrier));
        HostSessions.remove(carrier);
    }

    @Override
    public void restoreRoute(LocalClientSession session) {
        XMPPServer.getInstance().getRoutingTable().addClientRoute(session.getAddress(), session);
    }

    @Override
    public ClientSoftware software(LocalClientSession session) {
        // This release does not ask.
        return null;
    }

    @Override
    public Boolean isInactive(LocalClientSession session) {
        // This release knows nothing of it.
        return null;
    }

    @Override
    public boolean isSecure(LocalClientSession session) {
        // Asking a detached session for its connection is logged as an error here.
        Connection connection = session.isDetached() ? null : session.getConnection();
        return connection != null && connection.isSecure();
    }

    @Override
    public boolean pushesToAvailableOnly() {
        return true;
    }

    @Override
    public boolean isAddressAllowed(HttpServletRequest request) {
        // This release has no such lists.
        return true;
    }

    @Override
    public void declare(Collection<Setting<?>> settings) {
        // This release's page of system properties takes no descriptions.
    }

    @Override
    public void undeclareSettings() {
        // Nothing was declared.
    }
}
