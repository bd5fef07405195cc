package io.github.sessionstate.openfire.host;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.text.Log;

/** The host's store of messages for users who are not there. */
public final class OfflineStore {
    private static final Log LOG = Log.of(OfflineStore.class);

    private final Executor executor;
    // By user. One thread at a time reads for a user: two that read before either deletes deliver a message twice.
    private final ConcurrentMap<String, Request> wanted = new ConcurrentHashMap<>();

    /** @param executor for what may block */
    OfflineStore(Executor executor) {
        this.executor = executor;
    }

    /** A wish to read the store, equal to no other. */
    private static final class Request {
        private final LocalClientSession session;

        Request(LocalClientSession session) {
            this.session = session;
        }
    }

    /** Has the session get what waits for its user, if it may have that and none comes after it. Returns at once. */
    public void deliverTo(LocalClientSession session) {
        String user = session.getAddress().getNode();
        if (wanted.put(user, new Request(session)) == null) {
            try {
                executor.execute(() -> deliverAll(user));
            } catch (RejectedExecutionException e) {
                wanted.remove(user);
                LOG.debug("The plugin is being unloaded; what is stored for {} stays so", session.getAddress());
            }
        }
    }

    private void deliverAll(String user) {
        Request request = wanted.get(user);
        while (request != null) {
            deliver(request.session);
            request = wanted.remove(user, request) ? null : wanted.get(user);
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
            LOG.warn("What came while {} became available could not be delivered", session.getAddress(), e);
        }
    }
}
