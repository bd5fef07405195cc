package io.github.sessionstate.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.xmpp.packet.Packet;

import io.github.sessionstate.session.SessionEvent.Kind;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;

/**
 * One client session, from the TCP accept to its end. Thread-safe.
 *
 * <p>Readers take {@link #state()}, one consistent value. Transitions are made by the host's adapter; each happens at
 * most once, whatever order hooks fire in, and returns whether it changed anything.
 */
public final class XmppSession {
    private static final Log LOG = Log.of(XmppSession.class);

    private final SessionRegistry registry;
    private final String id;
    private final HostSession host;
    // In microseconds since 1970: an Instant would be an object more for each session.
    private final long since;

    // Its monitor is the session's lock.
    private final Timeline timeline = new Timeline();
    private volatile SessionState state;
    // In milliseconds since 1970; the same below zero if it is not known exactly.
    private volatile long idleSince;
    // Of the last time; 0 if it never was.
    private volatile long detachedSince;
    private volatile LoginFailure loginFailure = LoginFailure.NONE;
    // Guarded by the lock: events that a thread inside deliver() will hand out after the one it is at.
    private Queue<SessionEvent> undelivered;
    private boolean delivering;

    /** @param lastActive when something last went over its stream; null for a session that begins */
    XmppSession(SessionRegistry registry, String id, HostSession host, SessionState initial, Instant since,
                Instant lastActive) {
        this.registry = registry;
        this.id = id;
        this.host = Objects.requireNonNull(host, "host");
        this.state = initial;
        this.since = ChronoUnit.MICROS.between(Instant.EPOCH, since);
        this.idleSince = lastActive == null ? since.toEpochMilli() : -lastActive.toEpochMilli();
        if (initial.detached()) {
            this.detachedSince = (lastActive == null ? registry.now() : lastActive).toEpochMilli();
        }
    }

    /** Made by the plugin when the session begins, kept until its end and across a resume, never used again. Opaque. */
    public String id() {
        return id;
    }

    /** All properties, as of now. */
    public SessionState state() {
        return state;
    }

    /** When the session began; for one that was there before the plugin, as the host has it. */
    public Instant since() {
        return Instant.EPOCH.plus(since, ChronoUnit.MICROS);
    }

    /**
     * When the last stanza came from the client; the beginning of the session if none did. Of one that was there before
     * the plugin, until a stanza comes, the last moment at which it can have been, see {@link #isIdleSinceKnown()}.
     */
    public Instant idleSince() {
        return Instant.ofEpochMilli(Math.abs(idleSince));
    }

    /** Whether {@link #idleSince()} is the moment itself; else the client may have been idle for longer. */
    public boolean isIdleSinceKnown() {
        return idleSince >= 0;
    }

    /**
     * When the session lost the connection that it waits for; null if it is not detached. Of one that was detached before
     * the plugin was there, when something last went over its stream.
     */
    public Instant detachedSince() {
        return state.detached() ? Instant.ofEpochMilli(detachedSince) : null;
    }

    /** The last try to log in that failed, on TCP; none if none did, or once one succeeded. */
    public LoginFailure loginFailure() {
        return loginFailure;
    }

    /** The client tried to log in and failed (RFC 6120 §6.4.5). It may try again. */
    public void failedToLogIn(LoginFailure failure) {
        if (state.type() == SessionType.C2S_UNAUTHED) {
            loginFailure = failure;
        }
    }

    /** What happened to the session since it began, oldest first; see {@link Timeline} for what is left out. */
    public List<Timeline.Moment> timeline() {
        return timeline.moments();
    }

    /**
     * What the client says that it is (XEP-0092); if the host does not know, the program that its presence names
     * (XEP-0115). Null if neither tells.
     */
    public ClientSoftware software() {
        ClientSoftware told = host.software();
        return told != null ? told : ClientSoftware.inPresence(state.presence());
    }

    /**
     * The presence as the client sent it, or, if that was too long to be kept, as the host has it.
     *
     * @param maxLength how many characters of it are wanted at most
     * @return null without presence
     */
    public BoundedText presence(int maxLength) {
        SessionState now = state;
        if (now.presence() == null) {
            return null;
        }
        BoundedText whole = now.isPresenceWhole() ? null : host.presence(maxLength);
        return whole == null ? new BoundedText(Quote.cut(now.presence(), maxLength), now.presenceLength()) : whole;
    }

    /** What else the host knows of the session. */
    public HostFacts facts() {
        return host.facts();
    }

    /** Stanzas received from the client; see {@link HostSession#stanzasReceived()}. */
    public long stanzasReceived() {
        return host.stanzasReceived();
    }

    /** Stanzas sent to the client; see {@link HostSession#stanzasSent()}. */
    public long stanzasSent() {
        return host.stanzasSent();
    }

    /**
     * The reference's {@code roster}: the user's contacts, read from the host at this moment.
     *
     * @return bare JIDs, sorted; null if the session has no roster
     * @throws RosterUnreadableException if the host cannot read it
     */
    public List<String> roster() {
        SessionState now = state;
        return now.rosterLoaded() ? registry.rosters().contacts(now.username()) : null;
    }

    /**
     * The same contacts with what the roster says of them; null if the session has no roster.
     *
     * @throws RosterUnreadableException if the host cannot read it
     */
    public List<RosterContact> rosterItems() {
        SessionState now = state;
        return now.rosterLoaded() ? registry.rosters().items(now.username()) : null;
    }

    /** The host's side of this session, for the adapter that made it. */
    public HostSession host() {
        return host;
    }

    // ------------------------------------------------------------------ commands

    /**
     * The reference's {@code send(x)}: writes one XML element to the client's stream.
     *
     * @param xml the element as text
     * @return false if the session has ended
     * @throws SendRefusedException if this is not one well-formed element, or the stream is not open
     */
    public boolean send(String xml) throws SendRefusedException {
        if (hasEnded()) {
            return false;
        }
        StreamText text = StreamText.parse(xml);
        expectOpen();
        host.send(text);
        return true;
    }

    /**
     * Sends a stanza to this client, through the host's delivery and with the addresses that it has. Without a sender a
     * message comes from the server's domain, anything else from the user's account (RFC 6120 §8.1.2.1); without an
     * addressee it goes to the session's full JID. A detached client (XEP-0198) gets it when it resumes.
     *
     * @param stanza the host's from now on: the caller neither changes it nor sends it again
     * @return false if the session has ended
     * @throws SendRefusedException if the stream is not open
     */
    public boolean send(Packet stanza) throws SendRefusedException {
        if (hasEnded()) {
            return false;
        }
        expectOpen();
        host.send(stanza);
        return true;
    }

    private boolean hasEnded() {
        boolean ended = state.isDestroyed();
        if (ended) {
            LOG.debug("Nothing sent to session {}: it has ended", id);
        }
        return ended;
    }

    private void expectOpen() throws SendRefusedException {
        if (state.notOpen()) {
            throw new SendRefusedException("the stream is not open");
        }
    }

    /**
     * The reference's {@code close(x)}: ends the session, detached or frozen ones too. Never blocks.
     *
     * @return what happened, once it is known
     */
    public CompletionStage<CloseResult> close(CloseReason reason) {
        if (state.isDestroyed()) {
            LOG.debug("Session {} not closed: it has ended", id);
            return CompletableFuture.completedFuture(CloseResult.gone());
        }
        return host.close(reason);
    }

    // ------------------------------------------------------------------ transitions

    /** The host accepted a stream header for this domain. */
    public boolean opened(String domain) {
        return transition(Kind.OPENED, s -> s.opened(domain));
    }

    /** The stream was reset by STARTTLS or compression. */
    public boolean reset() {
        return transition(Kind.RESET, SessionState::reset);
    }

    /** SASL succeeded. {@code username} is null for an anonymous user. */
    public boolean authenticated(String username) {
        loginFailure = LoginFailure.NONE;
        return transition(Kind.AUTHENTICATED, s -> s.authenticated(username));
    }

    /** A resource was bound. A session that holds the full JID ends here with {@link EndCause#REPLACED}. */
    public boolean bound(String username, String domain, String resource, boolean withRoster) {
        XmppSession old;
        XmppSession displaced;
        synchronized (timeline) {
            SessionState then = state.bound(username, domain, resource, withRoster);
            if (then == state) {
                return false;
            }
            // The old session ends first, so that readers find one of them at a time, and only when it is sure that
            // this one takes its place. To lock it inside this lock is safe: it is bound, and a session that is bound
            // never waits for another's lock.
            old = registry.byFullJid(then.fullJid()).orElse(null);
            if (old != null) {
                old.replaced();
            }
            // One that bound the JID just now, at the same time.
            displaced = change(Kind.BOUND, null, then);
        }
        if (old != null) {
            old.deliver();
        }
        if (displaced != null) {
            displaced.destroyed(EndCause.REPLACED);
        }
        deliver();
        return true;
    }

    /** The client sent broadcast presence, or became unavailable. */
    public boolean updated(PresenceUpdate update) {
        return transition(Kind.PRESENCE, s -> s.updated(update));
    }

    /** The client got its own roster. */
    public boolean askedForRoster() {
        return transition(Kind.INTERESTED, SessionState::askedForRoster);
    }

    /** The connection ended; the session waits for its client to resume it. */
    public boolean detached() {
        return transition(Kind.DETACHED, SessionState::detach);
    }

    /** The same, unless the session has got another connection than this one meanwhile. */
    public boolean detachedFrom(SessionConnection former) {
        return transition(Kind.DETACHED, s -> s.connection() == former ? s.detach() : s);
    }

    /** The session has this connection now. */
    public boolean attached(SessionConnection connection) {
        return transition(Kind.ATTACHED, s -> s.attached(connection));
    }

    /** The session ended. */
    public boolean destroyed(EndCause cause) {
        Objects.requireNonNull(cause, "cause");
        return transition(Kind.DESTROYED, cause, SessionState::destroyed);
    }

    /** A stanza came from the client. On the path of every stanza: one write. */
    public void stanzaReceived(long epochMillis) {
        idleSince = epochMillis;
    }

    /**
     * Puts the session into the tables, and ends one that held its full JID. Once, by the registry. As soon as the tables
     * hold it others may find and even end it: the lock keeps them until its beginning is complete.
     */
    void begin() {
        XmppSession displaced;
        synchronized (timeline) {
            displaced = registry.changed(this, null, state);
            remember(new SessionEvent(this, Kind.CREATED, null, state, null, registry.now()));
        }
        if (displaced != null) {
            displaced.destroyed(EndCause.REPLACED);
        }
        deliver();
    }

    private boolean transition(Kind kind, Step step) {
        return transition(kind, null, step);
    }

    private boolean transition(Kind kind, EndCause cause, Step step) {
        synchronized (timeline) {
            SessionState after = step.apply(state);
            if (after == state) {
                return false;
            }
            change(kind, cause, after);
        }
        deliver();
        return true;
    }

    // The end of a session whose full JID another one is about to take; that one delivers the event.
    private void replaced() {
        synchronized (timeline) {
            if (!state.isDestroyed()) {
                change(Kind.DESTROYED, EndCause.REPLACED, state.destroyed());
            }
        }
    }

    // Called inside the lock. Returns a session that held the full JID until now, which the caller must end.
    private XmppSession change(Kind kind, EndCause cause, SessionState after) {
        SessionState before = state;
        if (after.detached() && !before.detached()) {
            detachedSince = registry.now().toEpochMilli();
        }
        state = after;
        XmppSession displaced = registry.changed(this, before, after);
        remember(new SessionEvent(this, kind, before, after, cause, registry.now()));
        return displaced;
    }

    /** A function from state to state. */
    private interface Step {
        SessionState apply(SessionState state);
    }

    private void remember(SessionEvent event) {
        timeline.add(event);
        if (undelivered == null) {
            undelivered = new ArrayDeque<>(2);
        }
        undelivered.add(event);
    }

    /** Tells of what happened: one thread at a time, outside the lock, so that listeners see it in its order. */
    void deliver() {
        if (registry.isToldLater(this)) {
            return;
        }
        boolean first = true;
        while (true) {
            SessionEvent event;
            synchronized (timeline) {
                if (first && delivering) {
                    return;
                }
                first = false;
                event = undelivered == null ? null : undelivered.poll();
                delivering = event != null;
                if (event == null) {
                    undelivered = null;
                    return;
                }
            }
            registry.tell(event);
        }
    }

    @Override
    public String toString() {
        SessionState now = state;
        return "session " + id + " (" + now.type() + (now.fullJid() == null ? "" : ", " + now.fullJid()) + ")";
    }
}
