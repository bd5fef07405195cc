package io.github.sessionstate.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.github.sessionstate.text.Quote;

/**
 * What a session was when it ended; or when its client failed to log in, if it goes on. {@link #state()} is that from
 * before the end, so what can be asked of sessions can be asked of these. Holds nothing of the server's. Without a
 * roster, and for nobody to write to.
 */
public final class EndedSession extends RecordedSession {
    /** Of two of one moment, the one first that began later. */
    public static final Comparator<EndedSession> NEWEST_FIRST =
            Comparator.comparing(EndedSession::at).thenComparing(EndedSession::id).reversed();

    private final String id;
    private final SessionState state;
    private final SessionEnd end;
    private final Instant at;
    private final Instant since;
    private final Instant idleSince;
    private final boolean isIdleSinceKnown;
    private final LoginFailure loginFailure;
    private final String lastError;
    private final ClientSoftware software;
    private final ServerFacts facts;
    private final long stanzasReceived;
    private final long stanzasSent;
    private final Timeline timeline;

    private EndedSession(XmppSession session, SessionState before, SessionEnd end, Instant at) {
        this.id = session.id();
        this.state = before.connection() == null ? before : before.attached(EndedConnection.of(before.connection()));
        this.end = end;
        this.at = at;
        this.since = session.since();
        this.idleSince = session.idleSince();
        this.isIdleSinceKnown = session.isIdleSinceKnown();
        this.loginFailure = session.loginFailure();
        this.lastError = session.lastError();
        this.software = session.software(before);
        this.facts = EndedFacts.of(session.facts(), before);
        this.stanzasReceived = session.stanzasReceived().longValue();
        this.stanzasSent = session.stanzasSent().longValue();
        this.timeline = session.moments();
    }

    private EndedSession(EndedSession same, SessionEnd end) {
        this.id = same.id;
        this.state = same.state;
        this.end = end;
        this.at = same.at;
        this.since = same.since;
        this.idleSince = same.idleSince;
        this.isIdleSinceKnown = same.isIdleSinceKnown;
        this.loginFailure = same.loginFailure;
        this.lastError = same.lastError;
        this.software = same.software;
        this.facts = same.facts;
        this.stanzasReceived = same.stanzasReceived;
        this.stanzasSent = same.stanzasSent;
        this.timeline = same.timeline;
    }

    /** The same, as if it had ended like this. */
    EndedSession withEnd(SessionEnd other) {
        return new EndedSession(this, other);
    }

    /**
     * As of a transition that is just being told of: a moment later the server has forgotten part of it.
     *
     * @param event the end of a session, or a login that failed
     */
    public static EndedSession of(SessionEvent event) {
        return new EndedSession((XmppSession) event.session(), event.before(), event.end(), event.at());
    }

    /** Why it ended; null if it goes on after a login that failed. */
    public EndCause cause() {
        return end == null ? null : end.cause();
    }

    /** How it ended; null if it goes on after a login that failed. */
    public SessionEnd end() {
        return end;
    }

    /** When it ended, or the last login failed. */
    public Instant at() {
        return at;
    }

    /** How many characters the client chose of what is kept of it. */
    int length() {
        return length(state.fullJid()) * 2 + length(state.presence()) + length(state.broadcast().status())
                + length(loginFailure.username()) + (end == null ? 0 : length(end.condition()) + length(end.text()))
                + (software == null ? 0 : length(software.name()) + length(software.version()) + length(software.os()))
                + (facts.userAgent() == null ? 0 : facts.userAgent().parts().mapToInt(String::length).sum());
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public Instant idleSince() {
        return idleSince;
    }

    @Override
    public boolean isIdleSinceKnown() {
        return isIdleSinceKnown;
    }

    @Override
    public Instant detachedSince() {
        return state.detached() ? timeline.detachedSince().orElse(idleSince) : null;
    }

    @Override
    public LoginFailure loginFailure() {
        return loginFailure;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public List<SessionMoment> timeline() {
        return timeline.moments();
    }

    @Override
    public ClientSoftware software() {
        return software;
    }

    @Override
    public BoundedText presence(int maxLength) {
        return state.presence() == null ? null
                : new BoundedText(Quote.cut(state.presence(), maxLength), state.presenceLength());
    }

    @Override
    public ServerFacts facts() {
        return facts;
    }

    @Override
    public Number stanzasReceived() {
        return stanzasReceived;
    }

    @Override
    public Number stanzasSent() {
        return stanzasSent;
    }
}
