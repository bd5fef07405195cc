package io.github.sessionstate.openfire.host;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.text.Log;

/** The host's store of messages for users who are not there. */
public final class OfflineStore {
    private static final Log LOG = Log.of(OfflineStore.class);
    private static final int LOCKS = 64;

    private final Executor executor;
    // By user: two that read before either deletes would deliver a message twice.
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    /** @param executor for what may block */
    OfflineStore(Executor executor) {
        this.executor = executor;
    }

    /** Has the session get what waits for its user, if it may have that. Returns at once. */
    public void deliverTo(LocalClientSession session) {
        try {
            executor.execute(() -> deliver(session));
        } catch (RejectedExecutionException e) {
            LOG.debug("The plugin is being unloaded; what is stored for {} stays so", session.getAddress());
        }
    }

    private void deliver(LocalClientSession session) {
        try {
            String user = session.getAddress().getNode();
            synchronized (locks[Math.floorMod(user.hashCode(), LOCKS)]) {
                if (session.canFloodOfflineMessages()) {
                    XMPPServer.getInstance().getOfflineMessageStore().getMessages(user, true).forEach(session::process);
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("What came while {} became available could not be delivered", session.getAddress(), e);
        }
    }
}
