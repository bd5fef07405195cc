package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.sessionstate.session.NaiveSessions.Naive;

/** Both models, and everything that can be asked of them. */
final class TwinModels {
    final SessionRegistry registry = new SessionRegistry(user -> List.of(StubContact.of(user)), new StubClock());
    final NaiveSessions naive = new NaiveSessions();
    final List<XmppSession> real = new ArrayList<>();
    private final List<StubHost> hosts = new ArrayList<>();
    private final EventLog log = new EventLog();

    TwinModels() {
        registry.addListener(log);
    }

    StubHost nextHost() {
        StubHost host = new StubHost();
        hosts.add(host);
        return host;
    }

    void add(XmppSession session) {
        real.add(session);
    }

    boolean wasTold(String what) {
        return naive.told.stream().anyMatch(event -> event.endsWith(what));
    }

    void verify() {
        for (Naive expected : naive.all) {
            verify(expected, real.get(expected.number));
        }
        verifyTables();
        verifyEvents();
    }

    private void verify(Naive expected, XmppSession session) {
        SessionState s = session.state();
        assertThat(properties(s)).as("s%d", expected.number).isEqualTo(properties(expected));
        assertThat(s.connection()).as("s%d's connection", expected.number).isSameAs(expected.connection);
        assertThat(session.roster()).as("s%d's roster", expected.number)
                .isEqualTo(expected.roster ? List.of(expected.user) : null);
    }

    // As text, so that a failure shows all of them side by side.
    private static String properties(SessionState s) {
        return String.join("\n", "notopen " + s.notOpen(), "type " + s.type(), "username " + s.username(),
                "host " + s.host(), "resource " + s.resource(), "full_jid " + s.fullJid(),
                "bare_jid " + s.bareJid(), "priority " + s.priority(), "presence " + s.presence(),
                "connected " + s.isConnectedResource(), "available " + s.isAvailableResource(),
                "interested " + s.isInterestedResource() + s.interested(), "roster_loaded " + s.rosterLoaded(),
                "detached " + s.detached(), "seeded " + s.seeded());
    }

    private static String properties(Naive s) {
        return String.join("\n", "notopen " + !s.open, "type " + s.type(), "username " + s.user,
                "host " + s.host, "resource " + s.resource, "full_jid " + s.fullJid(),
                "bare_jid " + (s.resource == null ? null : s.user + "@" + s.host),
                "priority " + s.priority, "presence " + s.presence,
                "connected " + (s.bound && !s.ended), "available " + (s.presence != null),
                "interested " + s.interested + s.interested, "roster_loaded " + s.roster,
                "detached " + s.detached, "seeded " + s.seeded);
    }

    private void verifyTables() {
        assertThat(List.copyOf(registry.sessions())).as("sessions, oldest first").isEqualTo(real(naive.live()));
        assertThat(registry.counts()).as("counts").isEqualTo(naive.counts());
        for (Naive s : naive.all) {
            XmppSession session = real.get(s.number);
            assertThat(registry.byId(session.id())).as("by id of %s", s)
                    .isEqualTo(s.ended ? Optional.empty() : Optional.of(session));
        }
        for (String user : SessionHistoryTest.USERS) {
            for (String host : SessionHistoryTest.HOSTS) {
                verifyUser(user, host);
            }
        }
    }

    private void verifyUser(String user, String host) {
        List<Naive> bound = naive.bound(user, host);
        String bareJid = user + "@" + host;
        assertThat(registry.byBareJid(bareJid).map(UserSessions::all)).as("bound as %s", bareJid)
                .isEqualTo(bound.isEmpty() ? Optional.empty() : Optional.of(real(bound)));
        assertThat(registry.byBareJid(bareJid).map(UserSessions::topResources).orElse(List.of()))
                .as("top resources of %s", bareJid).isEqualTo(real(naive.top(user, host)));
        for (String resource : SessionHistoryTest.RESOURCES) {
            List<Naive> holders = bound.stream().filter(s -> s.resource.equals(resource)).toList();
            assertThat(registry.byFullJid(bareJid + "/" + resource).stream().toList())
                    .as("bound as %s/%s", bareJid, resource).isEqualTo(real(holders));
        }
    }

    private List<XmppSession> real(List<Naive> sessions) {
        return sessions.stream().map(s -> real.get(s.number)).toList();
    }

    private void verifyEvents() {
        List<String> told = new ArrayList<>();
        Map<Session, SessionState> last = new HashMap<>();
        for (SessionEvent event : log.all()) {
            told.add("s" + real.indexOf(event.session()) + " " + event.kind()
                    + (event.cause() == null ? "" : " " + event.cause()));
            assertThat(event.before()).as("state before %s", event).isSameAs(last.get(event.session()));
            last.put(event.session(), event.after());
        }
        assertThat(told).as("events").isEqualTo(naive.told);
        for (XmppSession session : real) {
            assertThat(last.get(session)).as("last told of %s", session).isSameAs(session.state());
        }
    }

    void verifyCommandsOnEndedSessions() {
        for (Naive s : naive.all) {
            if (s.ended) {
                XmppSession session = real.get(s.number);
                try {
                    assertThat(session.send("<message/>")).as("sent to %s", s).isFalse();
                } catch (SendRefusedException e) {
                    throw new AssertionError(e);
                }
                assertThat(session.close(CloseReason.NONE)).isCompletedWithValue(CloseResult.gone());
                assertThat(hosts.get(s.number).sent).as("sent by %s", s).isEmpty();
                assertThat(hosts.get(s.number).closed).as("closed by %s", s).isEmpty();
            }
        }
    }
}
