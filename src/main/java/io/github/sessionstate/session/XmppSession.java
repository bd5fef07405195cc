package io.github.sessionstate.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;

/**
 * A session with its transitions, which the server's adapter makes. Each happens at most once, whatever order hooks
 * fire in, and returns whether it changed anything. All others have a {@link Session}.
 */
public final class XmppSession implements Session {
    private static final Log LOG = Log.of(XmppSession.class);

    private final Tables tables;
    private final String id;
    private final ServerSession server;
    // In microseconds since 1970: an Instant would be an object more for each session.
    private final long since;

    // Its monitor is the session's lock.
    private final Timeline timeline = new Timeline();
    private volatile SessionState state;
    // In milliseconds since 1970; the same below zero if it is not known exactly.
    private volatile long idleSince;
    private volatile LoginFailure loginFailure = LoginFailure.NONE;
    private volatile String lastError;
    // Guarded by the lock: events that a thread inside deliver() will hand out after the one it is at.
    private Queue<SessionEvent> undelivered;
    private boolean delivering;
    // Among all; see AgeOrder, which guards it.
    private int place;

    /** Where the sessions stand together, and what they have in common. */
    interface Tables {
        Instant now();

        RosterView rosters();

        /** The bound session with this full JID; null if there is none. */
        XmppSession holderOf(String fullJid);

        /**
         * Brings tables and counters in step with a transition. Called inside the session's lock, so that the tables
         * never run behind or ahead of the session.
         *
         * @param before null if the session begins
         * @return a session that held the full JID until now, which the caller must end; null if there was none
         */
        XmppSession changed(XmppSession session, SessionState before, SessionState after);

        /** Whether this thread will deliver the session's events later. */
        boolean isToldLater(XmppSession session);

        void tell(SessionEvent event);
    }

    /** @param lastActive when something last went over its stream; null for a session that begins */
    XmppSession(Tables tables, String id, ServerSession server, SessionState initial, Instant since,
                Instant lastActive) {
        this.tables = tables;
        this.id = id;
        this.server = Objects.requireNonNull(server, "server");
        this.state = initial;
        this.since = ChronoUnit.MICROS.between(Instant.EPOCH, since);
        this.idleSince = lastActive == null ? since.toEpochMilli() : -lastActive.toEpochMilli();
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
        return Instant.EPOCH.plus(since, ChronoUnit.MICROS);
    }

    @Override
    public Instant idleSince() {
        return Instant.ofEpochMilli(Math.abs(idleSince));
    }

    @Override
    public boolean isIdleSinceKnown() {
        return idleSince >= 0;
    }

    @Override
    public Instant detachedSince() {
        return state.detached() ? timeline.detachedSince().orElseGet(this::idleSince) : null;
    }

    @Override
    public LoginFailure loginFailure() {
        return loginFailure;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    /**
     * The server refused something.
     *
     * @param what      {@code login}, {@code bind} or {@code resume}
     * @param condition the error; null if it is unknown
     */
    public void refused(String what, String condition) {
        lastError = condition == null ? what : what + ": " + condition;
        toldMore();
    }

    @Override
    public List<SessionMoment> timeline() {
        return timeline.moments();
    }

    /** What {@link #timeline()} copies; more is added to it as long as the session lives. */
    Timeline moments() {
        return timeline;
    }

    @Override
    public ClientSoftware software() {
        return software(state);
    }

    /** The same as of this state. */
    ClientSoftware software(SessionState its) {
        ClientSoftware told = server.software();
        String node = its.broadcast().capsNode();
        return told != null || node == null ? told : new ClientSoftware(node, null, null);
    }

    @Override
    public BoundedText presence(int maxLength) {
        SessionState now = state;
        if (now.presence() == null) {
            return null;
        }
        BoundedText whole = now.isPresenceWhole() ? null : server.presence(maxLength);
        return whole == null ? new BoundedText(Quote.cut(now.presence(), maxLength), now.presenceLength()) : whole;
    }

    @Override
    public ServerFacts facts() {
        return server.facts();
    }

    @Override
    public Number stanzasReceived() {
        return server.stanzasReceived();
    }

    @Override
    public Number stanzasSent() {
        return server.stanzasSent();
    }

    @Override
    public List<String> roster() {
        SessionState now = state;
        return now.rosterLoaded() ? tables.rosters().contacts(now.username()) : null;
    }

    @Override
    public List<RosterContact> rosterItems() {
        SessionState now = state;
        return now.rosterLoaded() ? tables.rosters().items(now.username()) : null;
    }

    /** The server's side of this session, for the adapter that made it. */
    public ServerSession server() {
        return server;
    }

    // ------------------------------------------------------------------ commands

    @Override
    public boolean send(String xml) throws SendRefusedException {
        SessionState now = state;
        if (hasEnded(now)) {
            return false;
        }
        StreamText text = StreamText.parse(xml);
        checkCanTake(now, text.isMessage());
        server.send(text);
        return true;
    }

    @Override
    public boolean send(Packet stanza) throws SendRefusedException {
        SessionState now = state;
        if (hasEnded(now)) {
            return false;
        }
        checkCanTake(now, stanza instanceof Message);
        server.send(stanza);
        return true;
    }

    @Override
    public CompletionStage<ClientReply> ask(String xml, int maxLength) throws SendRefusedException {
        SessionState now = state;
        if (hasEnded(now)) {
            return CompletableFuture.completedFuture(ClientReply.without(ClientReply.Outcome.GONE));
        }
        IQ request = StreamText.parse(xml).request();
        checkCanTake(now, true);
        if (now.detached()) {
            server.send(request);
            return CompletableFuture.completedFuture(ClientReply.without(ClientReply.Outcome.QUEUED));
        }
        return server.ask(request).thenApply(reply -> ClientReply.of(reply, maxLength));
    }

    private boolean hasEnded(SessionState now) {
        if (now.isDestroyed()) {
            LOG.debug("Nothing sent to session {}: it has ended", id);
        }
        return now.isDestroyed();
    }

    private static void checkCanTake(SessionState now, boolean isAddressed) throws SendRefusedException {
        if (isAddressed && !now.isConnectedResource()) {
            throw new NoResourceException();
        }
        if (now.notOpen()) {
            throw new SendRefusedException("the stream is not open");
        }
    }

    @Override
    public CompletionStage<CloseResult> close(CloseReason reason) {
        if (state.isDestroyed()) {
            LOG.debug("Session {} not closed: it has ended", id);
            return CompletableFuture.completedFuture(CloseResult.gone());
        }
        return server.close(reason);
    }

    // ------------------------------------------------------------------ transitions

    /** The server accepted a stream header for this domain. */
    public boolean opened(String domain) {
        return transition(SessionEventKind.OPENED, s -> s.opened(domain));
    }

    /** The stream was reset by STARTTLS or compression. */
    public boolean reset() {
        return transition(SessionEventKind.RESET, SessionState::reset);
    }

    /**
     * The client tried to log in and failed (RFC 6120 §6.4.5). It may try again.
     *
     * @param username  see {@link LoginFailure} for these three
     * @return false if it is logged in, or the session is over
     */
    public boolean failedToLogIn(String username, String mechanism, String condition) {
        synchronized (timeline) {
            if (state.type() != SessionType.C2S_UNAUTHED) {
                return false;
            }
            loginFailure = loginFailure.then(username, mechanism, condition);
            refused("login", condition);
            remember(new SessionEvent(this, SessionEventKind.LOGIN_FAILED, state, state, null, tables.now()));
        }
        deliver();
        return true;
    }

    /** SASL succeeded. See {@link SessionState#authenticated}. */
    public boolean authenticated(String username, boolean isReset) {
        loginFailure = LoginFailure.NONE;
        return transition(SessionEventKind.AUTHENTICATED, s -> s.authenticated(username, isReset));
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
            old = tables.holderOf(then.fullJid());
            if (old != null) {
                old.replaced(id);
            }
            // One that bound the JID just now, at the same time.
            displaced = change(SessionEventKind.BOUND, null, then);
        }
        if (old != null) {
            old.deliver();
        }
        if (displaced != null) {
            displaced.destroyed(displaced.server.replacedBy(id));
        }
        deliver();
        return true;
    }

    /** The client sent broadcast presence, or became unavailable. */
    public boolean updated(PresenceUpdate update) {
        return transition(SessionEventKind.PRESENCE, s -> s.updated(update));
    }

    /** The client got its own roster. */
    public boolean askedForRoster() {
        return transition(SessionEventKind.INTERESTED, SessionState::askedForRoster);
    }

    /** The connection ended; the session waits for its client to resume it. */
    public boolean detached() {
        return transition(SessionEventKind.DETACHED, SessionState::detach);
    }

    /** The same, unless the session has got another connection than this one meanwhile. */
    public boolean detachedFrom(SessionConnection former) {
        return transition(SessionEventKind.DETACHED, s -> s.connection() == former ? s.detach() : s);
    }

    /** The session has this connection now. */
    public boolean attached(SessionConnection connection) {
        return transition(SessionEventKind.ATTACHED, s -> s.attached(connection));
    }

    /** The session ended. */
    public boolean destroyed(SessionEnd end) {
        Objects.requireNonNull(end, "end");
        return transition(SessionEventKind.DESTROYED, end, SessionState::destroyed);
    }

    /** There is more to tell of the client beside the state, such as its software. */
    public void toldMore() {
        synchronized (timeline) {
            if (!state.isDestroyed()) {
                tables.changed(this, state, state);
            }
        }
    }

    /** A stanza came from the client. On the path of every stanza: one write. */
    public void stanzaReceived(long epochMillis) {
        idleSince = epochMillis;
    }

    int place() {
        return place;
    }

    void setPlace(int newPlace) {
        place = newPlace;
    }

    /**
     * Puts the session into the tables, and ends one that held its full JID. Once, by the tables. As soon as the tables
     * hold it others may find and even end it: the lock keeps them until its beginning is complete.
     */
    void begin() {
        XmppSession displaced;
        synchronized (timeline) {
            displaced = tables.changed(this, null, state);
            remember(new SessionEvent(this, SessionEventKind.CREATED, null, state, null, tables.now()));
        }
        if (displaced != null) {
            displaced.destroyed(displaced.server.replacedBy(id));
        }
        deliver();
    }

    private boolean transition(SessionEventKind kind, Step step) {
        return transition(kind, null, step);
    }

    private boolean transition(SessionEventKind kind, SessionEnd end, Step step) {
        synchronized (timeline) {
            SessionState after = step.apply(state);
            if (after == state) {
                return false;
            }
            change(kind, end, after);
        }
        deliver();
        return true;
    }

    // The end of a session whose full JID another one is about to take; that one delivers the event.
    private void replaced(String successor) {
        synchronized (timeline) {
            if (!state.isDestroyed()) {
                change(SessionEventKind.DESTROYED, server.replacedBy(successor), state.destroyed());
            }
        }
    }

    // Called inside the lock. Returns a session that held the full JID until now, which the caller must end.
    private XmppSession change(SessionEventKind kind, SessionEnd end, SessionState after) {
        SessionState before = state;
        state = after;
        XmppSession displaced = tables.changed(this, before, after);
        remember(new SessionEvent(this, kind, before, after, end, tables.now()));
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
        if (tables.isToldLater(this)) {
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
            tables.tell(event);
        }
    }

    @Override
    public String toString() {
        SessionState now = state;
        return "session " + id + " (" + now.type() + (now.fullJid() == null ? "" : ", " + now.fullJid()) + ")";
    }
}
