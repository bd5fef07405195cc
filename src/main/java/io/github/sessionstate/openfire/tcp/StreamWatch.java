package io.github.sessionstate.openfire.tcp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.host.StreamErrors;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.XmppSession;

/**
 * Follows one TCP connection through the stages before the bind. After each thing that the client sent, once the host
 * is through with it, the host's session is compared with ours, and ours catches up: what counts is what the host did,
 * not what the client asked for. What ends a stream is noted when it passes by, since the end itself tells no reason.
 */
public final class StreamWatch {
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    // Without the version.
    private static final String STREAM_MANAGEMENT = "urn:xmpp:sm:";
    // The first element within.
    private static final Pattern CONDITION = Pattern.compile("^<fail(?:ure|ed)[^>]*><([a-z-]+)");
    // Such as there can be (RFC 4422 §3.1).
    private static final Pattern MECHANISM = Pattern.compile("^<[^>]*\\smechanism\\s*=\\s*[\"']([A-Z0-9_-]{1,20})[\"']");

    private final Transitions tracker;
    private final ClientChannel channel;
    private volatile OpenfireSession owner;
    // Before the header the host takes no notice of what ends a stream.
    private volatile boolean begun;
    private boolean secured;
    private boolean compressed;
    private volatile boolean done;
    // Whom the client claims to be, and by what it wants to show it, while it is logging in.
    private volatile String claimed;
    private volatile String mechanism;
    private volatile boolean usesSasl2;
    // The host may know the user before it has bound a resource for it, and fail at that.
    private volatile boolean hasSucceeded;

    /** @param existedBefore whether the connection was there before the plugin was */
    public StreamWatch(Transitions tracker, ClientChannel channel, boolean existedBefore) {
        this.tracker = tracker;
        this.channel = channel;
        this.owner = tracker.accepted(channel, existedBefore);
        this.begun = owner.hostSession() != null;
        this.secured = channel.isSecure();
        this.done = owner.session().state().isConnectedResource();
    }

    /** Whether a resource is bound: from then on the stanzas tell what happens. */
    public boolean isDone() {
        return done;
    }

    // ------------------------------------------------------------------ what ends a stream

    /**
     * The client sent this text, and the host does not have it yet. Of what a bound session sends this looks at one
     * character, unless it is no stanza.
     */
    public void received(String text) {
        if (text.length() < 2) {
            return;
        }
        char first = text.charAt(1);
        if (first == 'm' || first == 'p' || first == 'i') {
            return;
        }
        if (isStreamHeader(text)) {
            begun = true;
        } else if (begun && (text.startsWith("</stream:stream") || text.startsWith("</flash:stream"))) {
            seen(EndCause.CLOSED_BY_CLIENT, false);
        } else if (begun && StreamErrors.isAtTheBeginningOf(text)) {
            owner.seen(channel, StreamErrors.ofClient(text), false);
        } else if (begun && text.startsWith("<auth")) {
            claimed = SaslName.in(text);
            mechanism = first(MECHANISM, text);
            usesSasl2 = text.startsWith("<authenticate");
        }
    }

    /** The host sends the client this text; in the stages before the bind the error may stand behind a header. */
    public void sent(String text) {
        if (!done && isStreamHeader(text)) {
            catchUp(true);
        }
        if (done ? StreamErrors.isAtTheBeginningOf(text) : StreamErrors.mayBeIn(text)) {
            owner.seen(channel, StreamErrors.ofHost(text), true);
        } else if (!done && usesSasl2 && text.startsWith("<success")) {
            hasSucceeded = true;
            // What the client sends next may come before the host's thread is through with this.
            catchUp(false);
        } else if (!done && text.startsWith("<failure") && text.contains(SASL)) {
            owner.session().failedToLogIn(claimed, mechanism, first(CONDITION, text));
        } else if (!done && text.startsWith("<failed") && text.contains(STREAM_MANAGEMENT)) {
            owner.session().refused("resume", first(CONDITION, text));
        }
    }

    // The first group of what is found; null if nothing is.
    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : null;
    }

    // Before the client has what the host sends: what it does then is to find the stream as it says.
    private void catchUp(boolean isHeader) {
        locked(() -> {
            LocalClientSession hostSession = channel.hostSession();
            if (!done && hostSession != null && (owner.hostSession() == null || owner.hostSession() == hostSession)) {
                catchUp(hostSession, isHeader);
            }
        });
    }

    private void seen(EndCause cause, boolean byHost) {
        owner.seen(channel, SessionEnd.of(cause), byHost);
    }

    /** The connection broke. */
    public void broken() {
        seen(EndCause.CONNECTION_LOST, false);
    }

    /** TLS failed; once a stream is open over it, it is the connection that broke. */
    public void tlsFailed() {
        if (owner.session().state().notOpen()) {
            seen(EndCause.TLS_FAILED, false);
        } else {
            broken();
        }
    }

    /** The client was silent for too long, and the host ends the connection. */
    public void idle() {
        seen(EndCause.IDLE, true);
    }

    /** The connection is ending, and the host does not know yet: unless the host closed it, it broke. */
    public void ending() {
        if (channel.isOpenForHost()) {
            broken();
        }
    }

    // ------------------------------------------------------------------ stages

    /**
     * The host is through with this text from the client.
     *
     * @param text a stream header, or one element
     */
    public void processed(String text) {
        if (!done) {
            locked(() -> follow(isStreamHeader(text)));
        }
    }

    private void follow(boolean isHeader) {
        LocalClientSession hostSession = channel.hostSession();
        if (done || hostSession == null) {
            return;
        }
        if (owner.hostSession() != null && owner.hostSession() != hostSession) {
            owner = tracker.resumed(owner, hostSession, channel);
            done = true;
            return;
        }
        catchUp(hostSession, isHeader);
    }

    private void catchUp(LocalClientSession hostSession, boolean isHeader) {
        owner = tracker.identified(owner, hostSession, channel);
        XmppSession session = owner.session();
        boolean nowSecured = channel.isSecure();
        boolean nowCompressed = channel.isCompressed();
        if (nowSecured != secured || nowCompressed != compressed) {
            secured = nowSecured;
            compressed = nowCompressed;
            session.reset();
        }
        if (isHeader) {
            session.opened(hostSession.getServerName());
        }
        // Once bound, the name and more come with the host's event.
        if (HostSessions.isAuthenticated(hostSession) && !HostSessions.isBound(hostSession)
                && (hasSucceeded || !usesSasl2)) {
            if (session.state().type() == SessionType.C2S_UNAUTHED) {
                owner.authenticatesBy(mechanism);
            }
            session.authenticated(HostSessions.username(hostSession), !usesSasl2);
        }
        done = session.state().isConnectedResource();
    }

    private static boolean isStreamHeader(String text) {
        return text.startsWith("<stream:stream") || text.startsWith("<flash:stream")
                || text.startsWith("<?xml") && text.contains("<stream:stream");
    }

    /** Whether this asks for a resource (RFC 6120 §7), so that what the client sends behind it must wait. */
    public boolean isBind(String text) {
        return !done && text.startsWith("<iq") && text.contains("urn:ietf:params:xml:ns:xmpp-bind");
    }

    /** Runs the step once no request for a resource is on its way. See {@link BindAttempt#afterAnswer}. */
    public void afterBind(Runnable step, boolean isLong) {
        owner.afterBind(step, isLong);
    }

    /** The connection has ended, and the host was told. */
    public void ended() {
        locked(() -> {
            done = true;
            tracker.connectionEnded(owner, channel);
        });
    }

    // Threads of the host and the end of the connection may meet here.
    private void locked(Runnable step) {
        tracker.tellAfter(() -> {
            synchronized (this) {
                step.run();
            }
        });
    }
}
