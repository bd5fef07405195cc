package io.github.sessionstate.binding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.UserSessions;
import io.github.sessionstate.session.XmppSession;

/** The sessions of one user in a real registry. */
final class Bound {
    static final String USER = "john";
    static final String DOMAIN = "example.org";
    static final String BARE_JID = USER + "@" + DOMAIN;

    final List<StubHost> hosts = new ArrayList<>();
    private final SessionRegistry registry;

    Bound(StubClock clock) {
        registry = new SessionRegistry(user -> List.of(), clock);
    }

    /** A session that is not bound yet. */
    XmppSession newcomer() {
        XmppSession session = registry.accepted(host(), new StubConnection(1));
        session.opened(DOMAIN);
        session.authenticated(USER, true);
        return session;
    }

    /** A session that is bound, and began at this second of the clock's time. */
    XmppSession since(int second, String resource) {
        SessionState state = SessionState.accepted(new StubConnection(1)).bound(USER, DOMAIN, resource, true);
        XmppSession session = registry.seeded(host(), state, at(second), at(second));
        session.stanzaReceived(at(second).toEpochMilli());
        return session;
    }

    /** A session that was there before the plugin: something went over its stream at this second, nobody knows whose. */
    XmppSession activeSince(int lastActive, int begin, String resource) {
        SessionState state = SessionState.accepted(new StubConnection(1)).bound(USER, DOMAIN, resource, true);
        return registry.seeded(host(), state, at(begin), at(lastActive));
    }

    /** The same, and its client last sent something at this second. */
    XmppSession idleSince(int lastStanza, int begin, String resource) {
        XmppSession session = since(begin, resource);
        session.stanzaReceived(at(lastStanza).toEpochMilli());
        return session;
    }

    /** Binds a session as the host does it. */
    static void bind(XmppSession session, String resource) {
        session.bound(USER, DOMAIN, resource, true);
    }

    /** Those that are bound under the bare JID, as the registry has them. */
    List<Session> all() {
        return registry.byBareJid(BARE_JID).map(UserSessions::all).orElse(List.of());
    }

    /** The full JIDs of those that are bound, from the list of all sessions rather than from the tables by JID. */
    List<String> fullJids() {
        return registry.sessions().stream().map(Session::state).filter(SessionState::isConnectedResource)
                .map(SessionState::fullJid).toList();
    }

    static Instant at(int second) {
        return StubClock.START.plusSeconds(second);
    }

    private StubHost host() {
        StubHost host = new StubHost();
        hosts.add(host);
        return host;
    }
}
