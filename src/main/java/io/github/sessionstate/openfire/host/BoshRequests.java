package io.github.sessionstate.openfire.host;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;

import org.jivesoftware.openfire.http.HttpConnection;
import org.jivesoftware.openfire.http.HttpConnectionClosedException;
import org.jivesoftware.openfire.http.HttpSession;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.text.Log;

/**
 * The requests that wait at the host in sessions on BOSH.
 *
 * @param queue those of a {@link HttpSession}, to be changed under its lock
 */
record BoshRequests(HostField<Collection<HttpConnection>> queue) {
    private static final Log LOG = Log.of(BoshRequests.class);

    static BoshRequests find(HostLookup host) throws NotOfferedException {
        return new BoshRequests(host.field(HttpSession.class, "connectionQueue"));
    }

    /**
     * Tells the client of a session that is about to be closed why, and that it is over, in the answer to its oldest
     * request (XEP-0206 §10). The host itself answers with the error alone, and knows the session no more when the
     * client asks again.
     *
     * @return whether one was waiting
     */
    boolean terminate(HttpSession session, StreamError error) {
        HttpConnection oldest = takeOldest(queue.get(session));
        if (oldest == null) {
            return false;
        }
        try {
            oldest.deliverBody("<body xmlns='http://jabber.org/protocol/httpbind' type='terminate'"
                    + " condition='remote-stream-error' xmlns:stream='http://etherx.jabber.org/streams'>"
                    + error.toXML() + "</body>", true);
            return true;
        } catch (HttpConnectionClosedException | IOException | RuntimeException e) {
            LOG.debug("The client that waited is gone", e);
            return false;
        }
    }

    /** Whether all requests that wait came before the one with this id. */
    boolean allBefore(HttpSession session, long requestId) {
        Collection<HttpConnection> waiting = queue.get(session);
        synchronized (waiting) {
            return waiting.stream().allMatch(request -> request.getRequestId() < requestId);
        }
    }

    private static HttpConnection takeOldest(Collection<HttpConnection> waiting) {
        synchronized (waiting) {
            HttpConnection oldest = waiting.stream().filter(connection -> !connection.isClosed())
                    .min(Comparator.comparingLong(HttpConnection::getRequestId)).orElse(null);
            waiting.remove(oldest);
            return oldest;
        }
    }
}
