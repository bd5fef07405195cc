package io.github.sessionstate.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.xmpp.packet.JID;

import io.github.sessionstate.text.Log;

/**
 * The tables of all live sessions of this node: by id, by full JID (the reference's {@code full_sessions}) and by bare
 * JID ({@code bare_sessions}). Thread-safe; reading never locks a session.
 */
public final class SessionRegistry {
    private static final Log LOG = Log.of(SessionRegistry.class);
    // The full JIDs of a user begin with the bare JID and a slash, and stand before this one behind it.
    private static final char AFTER_SLASH = '/' + 1;

    private final Clock clock;
    private final RosterView rosters;
    // A prefix of this run, so that no id returns after the plugin was loaded again.
    private final String idPrefix = Long.toString(new SecureRandom().nextLong() >>> 24 | 1L << 40, 36);
    private final AtomicLong lastNumber = new AtomicLong();

    // Ids of one run sort by age: the map is the table by id, and the order of listings.
    private final ConcurrentSkipListMap<String, Session> byId = new ConcurrentSkipListMap<>();
    private final AgeOrder inAgeOrder = new AgeOrder();
    // In the order of their full JIDs, as pages list them. Those without one in the order of their ids.
    private final ConcurrentSkipListMap<String, XmppSession> fullSessions = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, UserSessions> bareSessions = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, Session> unboundSessions = new ConcurrentSkipListMap<>();
    // Those of them that have a user, by the name as it stands in JIDs.
    private final ConcurrentMap<String, Set<Session>> unboundUsers = new ConcurrentHashMap<>();

    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    // What a thread inside tellAfter() has to tell of when it comes out.
    private final ThreadLocal<Set<XmppSession>> toTell = new ThreadLocal<>();

    private final SessionCounters counters = new SessionCounters();

    private final XmppSession.Tables tables = new Tables();

    /**
     * @param rosters where {@link Session#roster()} reads
     * @param clock   the server's clock
     */
    public SessionRegistry(RosterView rosters, Clock clock) {
        this.rosters = Objects.requireNonNull(rosters, "rosters");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    // ------------------------------------------------------------------ beginnings

    /** A connection was accepted: a new session, {@code c2s_unauthed} and {@code notopen}. */
    public XmppSession accepted(ServerSession server, SessionConnection connection) {
        return enter(server, SessionState.accepted(connection), now(), null);
    }

    /**
     * Takes in a session that was there before the plugin.
     *
     * @param state its properties as far as the server tells; taken as {@link SessionState#seeded()}
     * @param since when it began, as the server has it
     * @param lastActive when something last went over its stream, from the client or to it, as the server has it
     * @throws IllegalArgumentException if the state is that of an ended session
     */
    public XmppSession seeded(ServerSession server, SessionState state, Instant since, Instant lastActive) {
        if (state.isDestroyed()) {
            throw new IllegalArgumentException("an ended session cannot be taken in");
        }
        return enter(server, state.asSeeded(), since, Objects.requireNonNull(lastActive, "lastActive"));
    }

    private XmppSession enter(ServerSession server, SessionState state, Instant since, Instant lastActive) {
        String id = idPrefix + HexFormat.of().toHexDigits(lastNumber.incrementAndGet(), 12);
        XmppSession session = new XmppSession(tables, id, server, state, since, lastActive);
        server.begins(session);
        session.begin();
        return session;
    }

    // ------------------------------------------------------------------ queries

    /** The live session with this id. */
    public Optional<Session> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The reference's {@code full_sessions}: the bound session with this full JID. */
    public Optional<Session> byFullJid(String fullJid) {
        return Optional.ofNullable(fullSessions.get(fullJid));
    }

    /** The reference's {@code bare_sessions}: the bound sessions of this user, if there is one. */
    public Optional<UserSessions> byBareJid(String bareJid) {
        return Optional.ofNullable(bareSessions.get(bareJid));
    }

    /**
     * The live sessions of a user, those that have no resource yet included. The cost depends on their number alone.
     *
     * @param username as it stands in a JID or as a client may have spelled it: compared as parts of JIDs are
     *                 (RFC 6122, Nodeprep)
     * @param domain   of the user's JID
     */
    public List<Session> ofUser(String username, String domain) {
        String prepared = prepared(username);
        // In this order, and as a set: one that is just binding may be in both.
        Set<Session> found = new LinkedHashSet<>(unboundUsers.getOrDefault(prepared, Set.of()));
        byBareJid(prepared + '@' + domain).ifPresent(user -> found.addAll(user.all()));
        return List.copyOf(found);
    }

    private static String prepared(String username) {
        try {
            return JID.nodeprep(username);
        } catch (Exception e) {
            // No part of a JID, so nobody is bound by it. Which exception says so depends on the server's library.
            return username;
        }
    }

    /**
     * The sessions that a message to a user's bare JID goes to: available, with the highest non-negative priority
     * (RFC 6121 §8.5.2.1.1).
     *
     * @param bareJid a bare JID as {@link SessionState#bareJid()} has it
     * @return empty if there is none
     */
    public List<Session> topResources(String bareJid) {
        return byBareJid(bareJid).map(UserSessions::topResources).orElse(List.of());
    }

    /**
     * The live sessions, oldest first. A live view: iterating is weakly consistent, and counting it walks all of it;
     * for the number see {@link #counts()}.
     */
    public Collection<Session> sessions() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The live sessions as they are now, side by side. A copy, which costs a few bytes of each. */
    public Places places() {
        return inAgeOrder.places();
    }

    /**
     * The live sessions in the order of their age, read from where one asks on: the cost is that of what is read.
     *
     * @param id       the id to begin at, included, whether there is such a session or not; null for the beginning
     * @param backward whether the younger ones come first
     * @return weakly consistent: what changes meanwhile may be in it or not
     */
    public Stream<Session> inOrderOfAge(String id, boolean backward) {
        return from(byId, id, backward);
    }

    /** The bound sessions alike, in the order of their full JIDs, by the codes of their characters. */
    public Stream<Session> inOrderOfFullJid(String fullJid, boolean backward) {
        return from(fullSessions, fullJid, backward);
    }

    /** The sessions without a resource alike, in the order of their age. */
    public Stream<Session> unboundInOrderOfAge(String id, boolean backward) {
        return from(unboundSessions, id, backward);
    }

    /**
     * The bare JIDs of those who have bound sessions alike, in the order of {@link #inOrderOfFullJid}: the cost is that of
     * the users that are read, however many sessions they have.
     *
     * @param bareJid the bare JID to begin at, included, whether there is such a user or not; null for the beginning
     */
    public Stream<String> usersInOrderOfJid(String bareJid, boolean backward) {
        return Stream.iterate(firstOfUsers(bareJid, backward), Objects::nonNull, jid -> backward
                ? bareJid(fullSessions.lowerKey(jid + '/')) : bareJid(fullSessions.ceilingKey(jid + AFTER_SLASH)));
    }

    private String firstOfUsers(String bareJid, boolean backward) {
        if (bareJid == null) {
            Map.Entry<String, XmppSession> first = backward ? fullSessions.lastEntry() : fullSessions.firstEntry();
            return first == null ? null : bareJid(first.getKey());
        }
        return bareJid(backward ? fullSessions.lowerKey(bareJid + AFTER_SLASH) : fullSessions.ceilingKey(bareJid + '/'));
    }

    private static String bareJid(String fullJid) {
        return fullJid == null ? null : fullJid.substring(0, fullJid.indexOf('/'));
    }

    /** How many users have bound sessions; while sessions come and go, of a moment of its own. */
    public int userCount() {
        return bareSessions.size();
    }

    private static Stream<Session> from(ConcurrentNavigableMap<String, ? extends Session> sessions, String key,
                                        boolean backward) {
        ConcurrentNavigableMap<String, ? extends Session> ordered = backward ? sessions.descendingMap() : sessions;
        return (key == null ? ordered : ordered.tailMap(key, true)).values().stream().map(session -> session);
    }

    /** How many sessions are in which state. */
    public SessionCounts counts() {
        return counters.counts();
    }

    // ------------------------------------------------------------------ listeners

    /** From now on the listener is told of every transition. */
    public void addListener(SessionListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** The listener is not told any more, but for a transition that is being delivered now. */
    public void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    /**
     * Takes a step that holds a lock: listeners are told of what it changed once it is over, by this thread, so that
     * they may do what they like. Within another such step, once that is over.
     */
    public void tellAfter(Runnable step) {
        if (toTell.get() != null) {
            step.run();
            return;
        }
        Set<XmppSession> changed = new LinkedHashSet<>();
        toTell.set(changed);
        try {
            step.run();
        } finally {
            // Removed, not emptied: the thread is the server's.
            toTell.remove();
            changed.forEach(XmppSession::deliver);
        }
    }

    // ------------------------------------------------------------------ for this room

    Instant now() {
        return clock.instant();
    }

    private final class Tables implements XmppSession.Tables {
        @Override
        public Instant now() {
            return SessionRegistry.this.now();
        }

        @Override
        public RosterView rosters() {
            return rosters;
        }

        @Override
        public XmppSession holderOf(String fullJid) {
            return fullSessions.get(fullJid);
        }

        @Override
        public XmppSession changed(XmppSession session, SessionState before, SessionState after) {
            counters.count(before, after);
            if (before == null) {
                byId.put(session.id(), session);
                inAgeOrder.add(session, after);
                unboundSessions.put(session.id(), session);
            }
            boolean wasBound = before != null && before.isConnectedResource();
            XmppSession displaced = null;
            if (before != null && !after.isDestroyed()) {
                inAgeOrder.change(session, after);
            }
            if (after.isConnectedResource() && !wasBound) {
                unboundSessions.remove(session.id());
                displaced = bind(session, after);
            } else if (after.isDestroyed()) {
                byId.remove(session.id());
                inAgeOrder.remove(session);
                unboundSessions.remove(session.id());
                if (wasBound) {
                    unbind(session, before);
                }
            }
            // Last: a user's session that binds is in two tables for a moment, and never in none.
            changeUnboundUser(session, before, after);
            return displaced;
        }

        @Override
        public boolean isToldLater(XmppSession session) {
            Set<XmppSession> changed = toTell.get();
            if (changed != null) {
                changed.add(session);
            }
            return changed != null;
        }

        @Override
        public void tell(SessionEvent event) {
            for (SessionListener listener : listeners) {
                try {
                    listener.sessionChanged(event);
                } catch (Throwable e) {
                    // An Error too, such as of a listener whose plugin was unloaded: it must not reach the server's
                    // thread, nor leave the session's later events undelivered.
                    LOG.warn("Session listener failed on {} of {}", event.kind(), event.session(), e);
                }
            }
        }
    }

    private void changeUnboundUser(XmppSession session, SessionState before, SessionState after) {
        String was = before == null ? null : unboundUser(before);
        String is = unboundUser(after);
        if (was == null && is != null) {
            unboundUsers.compute(prepared(is), (user, sessions) -> {
                Set<Session> all = sessions == null ? ConcurrentHashMap.newKeySet(1) : sessions;
                all.add(session);
                return all;
            });
        } else if (was != null && is == null) {
            unboundUsers.computeIfPresent(prepared(was), (user, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
        }
    }

    // Null for an anonymous user, whose name comes with the bind.
    private static String unboundUser(SessionState state) {
        return state.type() == SessionType.C2S_UNBOUND ? state.username() : null;
    }

    // A user's entries change in both tables in one step, inside compute: of two sessions that race for a full JID, one
    // table must not hold the one and the other table the other.
    private XmppSession bind(XmppSession session, SessionState state) {
        XmppSession[] displaced = new XmppSession[1];
        bareSessions.compute(state.bareJid(), (jid, user) -> {
            displaced[0] = fullSessions.put(state.fullJid(), session);
            return UserSessions.with(user, session);
        });
        return displaced[0];
    }

    private void unbind(XmppSession session, SessionState state) {
        bareSessions.compute(state.bareJid(), (jid, user) -> {
            // Only what is ours: a newer session may hold the JID by now.
            fullSessions.remove(state.fullJid(), session);
            return UserSessions.without(user, session);
        });
    }
}
