package io.github.sessionstate.binding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.UserSessions;
import io.github.sessionstate.session.XmppSession;

/** The tables of a server with the one user john. Each session begins a second after the one before. */
final class Tables {
    static final String JOHN = "john@example.org";

    final StubClock clock = new StubClock();
    final SessionRegistry registry = new SessionRegistry(username -> List.of(), clock);

    /** A session that may bind. */
    XmppSession unbound() {
        clock.set(clock.instant().plusSeconds(1));
        XmppSession session = registry.accepted(new StubHost(), new StubConnection(1));
        session.opened("example.org");
        session.authenticated("john");
        session.opened("example.org");
        return session;
    }

    XmppSession bound(String resource) {
        XmppSession session = unbound();
        session.bound("john", "example.org", resource, true);
        return session;
    }

    /** A stanza came from the client, this long after the first session began. */
    static void heard(XmppSession session, Duration after) {
        session.stanzaReceived(StubClock.START.plus(after).toEpochMilli());
    }

    List<XmppSession> bound() {
        return registry.byBareJid(JOHN).map(UserSessions::all).orElse(List.of());
    }

    List<String> resources() {
        List<String> resources = new ArrayList<>();
        bound().forEach(session -> resources.add(session.state().resource()));
        return resources;
    }

    Instant now() {
        return clock.instant();
    }
}
