package io.github.sessionstate.openfire.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.text.Log;

/** The host's store of messages for users who are not there. */
public final class OfflineStore {
    private static final Log LOG = Log.of(OfflineStore.class);

    private final Executor executor;
    // By user; guarded by itself. One thread at a time reads for a user: two that read before either deletes deliver a
    // message twice.
    private final Map<String, Queue<LocalClientSession>> wanted = new HashMap<>();

    /** @param executor for what may block */
    OfflineStore(Executor executor) {
        this.executor = executor;
    }

    /** Has the session get what waits for its user, if it may have that and no other has it. Returns at once. */
    public void deliverTo(LocalClientSession session) {
        String user = session.getAddress().getNode();
        synchronized (wanted) {
            Queue<LocalClientSession> others = wanted.get(user);
            if (others != null) {
                if (!others.contains(session)) {
                    others.add(session);
                }
                return;
            }
            wanted.put(user, new ArrayDeque<>(List.of(session)));
        }
        try {
            executor.execute(() -> deliverAll(user));
        } catch (RejectedExecutionException e) {
            forget(user);
            LOG.debug("The plugin is being unloaded; what is stored for {} stays so", session.getAddress());
        }
    }

    private void deliverAll(String user) {
        try {
            for (LocalClientSession next = next(user); next != null; next = next(user)) {
                deliver(next);
            }
        } catch (Error e) {
            forget(user);
            throw e;
        }
    }

    private LocalClientSession next(String user) {
        synchronized (wanted) {
            LocalClientSession next = wanted.get(user).poll();
            if (next == null) {
                wanted.remove(user);
            }
            return next;
        }
    }

    private void forget(String user) {
        synchronized (wanted) {
            wanted.remove(user);
        }
    }

    private static void deliver(LocalClientSession session) {
        try {
            // The host would store it all again, one by one, if the client is gone.
            if (!HostSessions.isClosedForGood(session) && session.canFloodOfflineMessages()) {
                XMPPServer.getInstance().getOfflineMessageStore()
                        .getMessages(session.getAddress().getNode(), true).forEach(session::process);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not deliver what came while {} became available", session.getAddress(), e);
        }
    }
}
