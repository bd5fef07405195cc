package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.XmppSession;

/**
 * Follows one TCP connection through the stages before the bind. After each thing that the client sent, once the host
 * is through with it, the host's session is compared with ours, and ours catches up: what counts is what the host did,
 * not what the client asked for.
 */
final class StreamWatch {
    private final SessionTracker tracker;
    private final ClientChannel channel;
    private OpenfireSession owner;
    private boolean secured;
    private boolean compressed;
    private volatile boolean done;

    StreamWatch(SessionTracker tracker, ClientChannel channel, OpenfireSession owner) {
        this.tracker = tracker;
        this.channel = channel;
        this.owner = owner;
        this.secured = channel.isSecure();
        this.done = owner.session().state().isConnectedResource();
    }

    /** Whether a resource is bound: from then on the stanzas tell what happens. */
    boolean isDone() {
        return done;
    }

    /**
     * The host is through with this text from the client.
     *
     * @param text a stream header, or one element
     */
    synchronized void processed(String text) {
        if (done) {
            return;
        }
        LocalClientSession host = channel.hostSession();
        if (host == null) {
            return;
        }
        if (owner.host() != null && owner.host() != host) {
            owner = tracker.resumed(owner, host, channel);
            done = true;
            return;
        }
        catchUp(host, isStreamHeader(text));
    }

    private void catchUp(LocalClientSession host, boolean isHeader) {
        owner = tracker.identified(owner, host, channel);
        XmppSession session = owner.session();
        boolean nowSecured = channel.isSecure();
        boolean nowCompressed = channel.isCompressed();
        if (nowSecured != secured || nowCompressed != compressed) {
            secured = nowSecured;
            compressed = nowCompressed;
            session.reset();
        }
        if (isHeader) {
            session.opened(host.getServerName());
        }
        // Once bound, the name and more come with the host's event.
        if (HostSessions.isAuthenticated(host) && !HostSessions.isBound(host)) {
            session.authenticated(HostSessions.username(host));
        }
        done = session.state().isConnectedResource();
    }

    private static boolean isStreamHeader(String text) {
        return text.startsWith("<stream:stream") || text.startsWith("<flash:stream")
                || text.startsWith("<?xml") && text.contains("<stream:stream");
    }

    /** The connection has ended, and the host was told. */
    synchronized void ended() {
        done = true;
        tracker.connectionEnded(owner, channel);
    }
}
