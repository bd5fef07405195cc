package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.Instant;

import org.jivesoftware.openfire.http.HttpSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.websocket.WebSocketConnection;

import io.github.sessionstate.session.EndCause;

/**
 * What the host's own objects show, at the moment at which it tells of the end of a session on BOSH or WebSocket, of
 * why it ends: no text that the plugin sees does.
 *
 * @param endOfStream whether the client of a {@link LocalSession} ended its stream; null before 5.1
 * @param bosh        null before 4.7
 * @param oldSocket   null from 4.8 on
 */
record WebEnds(MethodHandle endOfStream, Bosh bosh, OldSocket oldSocket) {

    /**
     * Of a session on BOSH.
     *
     * @param requests     those that wait in it
     * @param lastRequest  the id of the last request that it worked on
     * @param lastAnswered the id of the last request that waited and got an answer, with stanzas or as its time was over
     * @param isLastEmpty  whether the last answer had nothing in it, as its time was over or a pause began, and no request
     *                     has come since
     * @param lastActivity when the last one came, an {@link Instant}
     * @param inactivity   how long there may be none, a {@link Duration}
     */
    private record Bosh(BoshRequests requests, HostField<Long> lastRequest, HostField<Long> lastAnswered,
                        HostField<Boolean> isLastEmpty, MethodHandle lastActivity, MethodHandle inactivity) {
        private static Bosh find(HostLookup host) throws NotOfferedException {
            return new Bosh(BoshRequests.find(host), host.field(HttpSession.class, "lastSequentialRequestID"),
                    host.field(HttpSession.class, "lastAnsweredRequestID"),
                    host.field(HttpSession.class, "lastResponseEmpty"),
                    host.method(HttpSession.class, "getLastActivity"),
                    host.method(HttpSession.class, "getInactivityTimeout"));
        }

        private EndCause causeOf(HttpSession session) {
            Instant last = HostCall.call(() -> (Instant) lastActivity.invoke(session));
            Duration limit = HostCall.call(() -> (Duration) inactivity.invoke(session));
            if (Duration.between(last, Instant.now()).compareTo(limit) > 0) {
                return EndCause.IDLE;
            }
            return isTerminated(session) ? EndCause.CLOSED_BY_CLIENT : null;
        }

        // The host answers the oldest request first. So the last one waits, or was answered as those that wait are, or
        // began a pause, which counts as an empty answer; or it is one that is answered at once: while a session has a
        // resource, the one that ends it (XEP-0124 §13), or asks for a pause that is too long, for which the host ends
        // it.
        private boolean isTerminated(HttpSession session) {
            long last = lastRequest.get(session);
            return lastAnswered.get(session) < last && !isLastEmpty.get(session)
                    && requests.allBefore(session, last);
        }
    }

    /**
     * Of a WebSocket.
     *
     * @param handler  what works on it, of a {@link WebSocketConnection}
     * @param session  Jetty's session, of that; null once the host itself has closed it
     */
    private record OldSocket(HostField<Object> handler, HostField<Object> session) {
        private static final String HANDLER = "org.jivesoftware.openfire.websocket.XmppWebSocket";

        private static OldSocket find(HostLookup host) throws NotOfferedException {
            return new OldSocket(host.field(WebSocketConnection.class, "socket"),
                    host.field(host.type(HANDLER), "wsSession"));
        }

        private boolean isClosedByHost(WebSocketConnection connection) {
            // 4.2.0 is told of the end while it is at closing the WebSocket, and lets go of it behind that.
            return session.get(handler.get(connection)) == null || StackWalker.getInstance().walk(frames -> frames
                    .anyMatch(frame -> frame.getClassName().equals(HANDLER)
                            && frame.getMethodName().equals("closeWebSocket")));
        }
    }

    static WebEnds find(HostLookup host) throws NotOfferedException {
        OldSocket oldSocket = host.optional(OldSocket::find);
        if (oldSocket != null) {
            return new WebEnds(null, host.optional(Bosh::find), oldSocket);
        }
        return new WebEnds(host.optional(in -> in.method(LocalSession.class, "getHasReceivedEndOfStream")),
                Bosh.find(host), null);
    }

    /** @return null if nothing tells, or the session is not on BOSH or WebSocket */
    EndCause causeOf(LocalClientSession session) {
        if (session.isDetached()) {
            return null;
        }
        if (session instanceof HttpSession) {
            return bosh == null ? null : bosh.causeOf((HttpSession) session);
        }
        if (!(session.getConnection() instanceof WebSocketConnection)) {
            return null;
        }
        WebSocketConnection connection = (WebSocketConnection) session.getConnection();
        if (endOfStream != null && HostCall.call(() -> (boolean) endOfStream.invoke(session))) {
            return EndCause.CLOSED_BY_CLIENT;
        }
        // One that the host closes is open yet, or has been let go of. From 4.8 to 5.0 a client that ended its stream
        // may have closed it meanwhile.
        boolean isLost = !connection.validate()
                && (endOfStream != null || oldSocket != null && !oldSocket.isClosedByHost(connection));
        return isLost ? EndCause.CONNECTION_LOST : null;
    }
}
