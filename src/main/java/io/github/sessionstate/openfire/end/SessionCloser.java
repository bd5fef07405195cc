package io.github.sessionstate.openfire.end;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Log;

/**
 * Closes sessions so that they are really gone: asks the host, then drops the connection, then removes the session from
 * the host's tables, each step only if the one before did not end it in time.
 */
final class SessionCloser implements OpenfireSession.Closer {
    private static final Log LOG = Log.of(SessionCloser.class);
    private static final long HOST_MILLIS = 1000;
    private static final long DISCONNECT_MILLIS = 300;
    private static final long REMOVE_MILLIS = 300;

    private final HostEnds host;
    private final ScheduledExecutorService executor;
    private final Consumer<OpenfireSession> removed;

    /** @param removed looks whether the host has the session still, as not every host tells that it has not */
    SessionCloser(HostEnds host, ScheduledExecutorService executor, Consumer<OpenfireSession> removed) {
        this.host = host;
        this.executor = executor;
        this.removed = removed;
    }

    @Override
    public CompletableFuture<CloseResult> close(OpenfireSession session, CloseReason reason, EndCause cause) {
        CompletableFuture<CloseResult> result = new CompletableFuture<>();
        session.evidence().commanded(SessionEnd.closed(cause, reason));
        result.thenAccept(done -> {
            if (done.outcome() == CloseResult.Outcome.FAILED) {
                session.evidence().failed(cause);
            }
        });
        unlessEnded(session, result, 0, () -> askHost(session, reason, result));
        return result;
    }

    @Override
    public void ended(CompletableFuture<CloseResult> closing) {
        try {
            // Whoever waits for it must not do so on the thread of the host that ends the session.
            closing.completeAsync(CloseResult::closed, executor);
        } catch (RejectedExecutionException e) {
            closing.complete(CloseResult.closed());
        }
    }

    /** Closes the connection of a session that has lost its full JID to another, if that is still open. */
    void closeReplaced(OpenfireSession session) {
        try {
            if (session.isConnected()) {
                session.hostSession().getStreamManager().formalClose();
                host.close(session.hostSession(), session.channel(), CloseReason.REPLACED);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not close a replaced session", e);
        }
    }

    private void askHost(OpenfireSession session, CloseReason reason, CompletableFuture<CloseResult> result) {
        SessionState state = session.session().state();
        LocalClientSession hostSession = session.hostSession();
        if (hostSession != null) {
            // Else the host only detaches a session that its client could resume.
            hostSession.getStreamManager().formalClose();
        }
        if (hostSession == null || state.notOpen()) {
            disconnect(session);
        } else if (hostSession.isDetached()) {
            host.terminateDetached(hostSession);
            removed.accept(session);
        } else {
            host.close(hostSession, session.channel(), reason);
        }
        unlessEnded(session, result, HOST_MILLIS, () -> forceDisconnect(session, result));
    }

    private void forceDisconnect(OpenfireSession session, CompletableFuture<CloseResult> result) {
        disconnect(session);
        unlessEnded(session, result, DISCONNECT_MILLIS, () -> removeFromHost(session, result));
    }

    private void disconnect(OpenfireSession session) {
        ClientChannel channel = session.channel();
        LocalClientSession hostSession = session.hostSession();
        if (channel != null) {
            channel.disconnect();
        } else if (hostSession != null && !hostSession.isDetached()) {
            host.close(hostSession);
        }
    }

    private void removeFromHost(OpenfireSession session, CompletableFuture<CloseResult> result) {
        LocalClientSession hostSession = session.hostSession();
        if (hostSession != null && hostSession.isDetached()) {
            host.terminateDetached(hostSession);
        } else if (hostSession != null && HostSessions.isRegistered(hostSession)) {
            // Only while it holds its address: 4.2.0 would take a successor's route away.
            host.sendUnavailable(hostSession);
            host.remove(hostSession);
        }
        removed.accept(session);
        unlessEnded(session, result, REMOVE_MILLIS,
                () -> result.complete(CloseResult.failed("Openfire does not let go of the session")));
    }

    private void unlessEnded(OpenfireSession session, CompletableFuture<CloseResult> result, long millis,
                             Runnable step) {
        try {
            executor.schedule(() -> {
                try {
                    if (session.session().state().isDestroyed()) {
                        // It may have ended before the command was known.
                        result.complete(CloseResult.closed());
                    } else {
                        step.run();
                    }
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn("Could not close a session", e);
                    result.complete(CloseResult.failed("Openfire failed: " + e));
                }
            }, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            result.complete(CloseResult.failed("the plugin is being unloaded"));
        }
    }
}
