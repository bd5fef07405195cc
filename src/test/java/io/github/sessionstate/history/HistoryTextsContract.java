package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

/** What the tables have of texts that somebody else chose, and of somebody who is not to be named, field by field. */
abstract class HistoryTextsContract extends HistoryTablesContract {
    private static final String EMOJI = "\uD83D\uDE00";

    /** Texts that do harm where nobody expects them. */
    private static final List<String> HOSTILE = List.of(
            "\u0000of no database", "a\u0000b", "'; DROP TABLE ofSessionStateSession; --", "\"a\" \\' \\\" `b`", "%_*?",
            "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r\n=1", "<img src=x onerror=alert(1)>", "&amp;&#0;",
            "\u202Eturned\u202C\u200F\u2066round", "\u001B[2J\u0007", "\uD83D", "\uDE00\uD83D", EMOJI, EMOJI + EMOJI,
            "e\u0301", "\u00E9", "\uFFFE\uFFFF", " a ", "null", "${jndi:ldap://192.0.2.1/a}", "line\nline\u2028line",
            "x".repeat(1_000), "=" + EMOJI.repeat(500), EMOJI.repeat(500), "\uDE00".repeat(1_000));

    /** All that a connection says is the same text. */
    private record Hostile(String text) implements SessionConnection {
        @Override
        public String transport() {
            return text;
        }

        @Override
        public String ip() {
            return text;
        }

        @Override
        public int port() {
            return 7;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String tls() {
            return text;
        }

        @Override
        public String cipher() {
            return text;
        }

        @Override
        public boolean isCompressed() {
            return false;
        }
    }

    // What a column of this length has of a text.
    private static String kept(String text, int length) {
        String cut = text;
        if (text.length() > length) {
            boolean isWithinCharacter = Character.isHighSurrogate(text.charAt(length - 2));
            cut = text.substring(0, isWithinCharacter ? length - 2 : length - 1) + '\u2026';
        }
        StringBuilder sound = new StringBuilder();
        cut.codePoints().forEach(c -> sound.appendCodePoint(c == 0 || c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return sound.toString();
    }

    @Test
    void everyFieldOfASessionTakesAnyText() {
        List<XmppSession> sessions = new ArrayList<>();
        for (String text : HOSTILE) {
            StubHost host = new StubHost();
            host.software = new ClientSoftware(text, text, text);
            host.facts = new StubFacts(text, new UserAgent(text, text, text), false, text, false, false, null, null, false,
                    false);
            XmppSession session = registry.accepted(host, new Hostile(text));
            session.opened(text);
            session.authenticated(text, false);
            session.bound(text, text, text, true);
            sessions.add(session);
        }
        history.write();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String text = HOSTILE.get(i);
            sessions.get(i).destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, text, text, text, null));
        }
        history.write();
        assertThat(history.status().dropped()).isZero();
        assertThat(history.status().lastError()).isNull();
        assertThat(count("Session")).isEqualTo(HOSTILE.size());

        for (int i = 0; i < HOSTILE.size(); i++) {
            String text = HOSTILE.get(i);
            String id = sessions.get(i).id();
            assertThat(get(history.sessions(of(kept(text, 255))))).as(text).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo(id);
                assertThat(row.state().username()).isEqualTo(kept(text, 255));
                assertThat(row.state().host()).isEqualTo(kept(text, 255));
                assertThat(row.state().resource()).isEqualTo(kept(text, 255));
                assertThat(row.state().ip()).isEqualTo(kept(text, 45));
                assertThat(row.state().transport()).isEqualTo(kept(text, 16));
                assertThat(row.state().connection().tls()).isEqualTo(kept(text, 16));
                assertThat(row.facts().saslMechanism()).isEqualTo(kept(text, 32));
                assertThat(row.facts().language()).isEqualTo(kept(text, 35));
                assertThat(row.software().name()).isEqualTo(kept(text, 128));
                assertThat(row.software().version()).isEqualTo(kept(text, 64));
                assertThat(row.software().os()).isEqualTo(kept(text, 64));
                assertThat(row.facts().userAgent().software()).isEqualTo(kept(text, 128));
                assertThat(row.facts().userAgent().device()).isEqualTo(kept(text, 128));
                assertThat(row.end().condition()).isEqualTo(kept(text, 48));
                assertThat(row.end().text()).isEqualTo(kept(text, 255));
                assertThat(row.end().closedBy()).isEqualTo(kept(text, 255));
            });
        }
    }

    /** Where it tells no name; and hosts, as well-behaved clients, make a session unavailable before it ends. */
    @Test
    void theNodeOfItsCapabilitiesStandsForTheClient() {
        List<XmppSession> sessions = new ArrayList<>();
        for (String text : HOSTILE) {
            XmppSession session = loggedIn("john", "r" + sessions.size());
            session.updated(Presences.ofCaps(text));
            session.updated(Presences.parsed("<presence type='unavailable'/>"));
            session.destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
            sessions.add(session);
        }
        history.write();

        assertThat(get(history.sessions(all(100)))).hasSize(HOSTILE.size()).allSatisfy(row -> {
            String text = HOSTILE.get(Integer.parseInt(row.state().resource().substring(1)));
            assertThat(row.software().name()).isEqualTo(kept(text, 128));
            assertThat(row.state().broadcast().capsNode()).isEqualTo(kept(text, 128));
        });
    }

    @Test
    void everyFieldOfAFailedLoginTakesAnyText() {
        policy = new HistoryPolicy(DAY, DAY, DAY, DAY, false, true);
        for (String text : HOSTILE) {
            XmppSession session = registry.accepted(new StubHost(), new Hostile(text));
            session.opened(text);
            session.failedToLogIn(text, text, text);
            session.destroyed(SessionEnd.of(EndCause.AUTH_FAILED));
        }
        history.collectLogins();
        history.write();

        for (String text : HOSTILE) {
            String username = kept(text.substring(0, Math.min(256, text.length())), 255);
            assertThat(get(history.logins(new LoginQuery(username, null, null, null, null, 10)))).as(text).singleElement()
                    .satisfies(login -> {
                        assertThat(login.username()).isEqualTo(username);
                        assertThat(login.host()).isEqualTo(kept(text, 255));
                        assertThat(login.ip()).isEqualTo(kept(text, 45));
                        assertThat(login.transport()).isEqualTo(kept(text, 16));
                        assertThat(login.mechanism()).isEqualTo(kept(text, 32));
                        assertThat(login.failure()).isEqualTo(kept(text, 48));
                    });
        }
        after(MINUTE);
        history.collectLogins();
        history.write();
        assertThat(count("Login")).isEqualTo(HOSTILE.size());
        assertThat(count("Knock")).isPositive();
        assertThat(history.status().dropped()).isZero();
        // What is no address has no network.
        policy = new HistoryPolicy(DAY, DAY, DAY.multipliedBy(3), DAY, false, true);
        after(DAY.multipliedBy(2));
        history.retain();
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateLogin WHERE ip IS NOT NULL AND ip NOT LIKE '%/%'"))
                .isEqualTo("0");
    }

    // ------------------------------------------------------------------ read from the tables

    private static final List<String> NAMES =
            List.of("john", "kitchen", "Tablet of J.", "see you", "boss");

    /** A session, and a login that failed, with words that tell whose they are wherever there may be some. */
    private void leaveNames() {
        StubHost host = new StubHost();
        host.software = new ClientSoftware("Gajim", "1.9", "Linux");
        host.facts = StubFacts.login("PLAIN", new UserAgent("id", "Gajim", "Tablet of J."));
        XmppSession session = connected(host);
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        session.authenticated("john", false);
        session.bound("john", "example.org", "kitchen", true);
        history.collectLogins();
        history.write();
        session.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "reset", "see you", "boss", null));
        history.write();
        history.count();
    }

    private Set<String> told() {
        String all = String.join("\n", rows("Boot", "Session", "Login", "Knock", "Count"));
        Set<String> told = new LinkedHashSet<>(NAMES);
        told.removeIf(name -> !all.contains(name));
        return told;
    }

    @Test
    void noTableNamesAnybodyIfItMustOnlyCount() {
        leaveNames();
        assertThat(told()).as("for comparison").containsExactlyElementsOf(NAMES);
        policy = new HistoryPolicy(DAY, DAY, DAY, DAY, true, true);
        after(MINUTE);
        history.retain();
        assertThat(told()).as("of rows from before").isEmpty();
        leaveNames();
        assertThat(told()).as("of new rows").isEmpty();
        assertThat(rows("Session", "Login")).hasSize(4).allSatisfy(row -> assertThat(row).contains("192.0.2.1"));
    }

    @Test
    void noTableHasAnAddressIfNoneIsKept() {
        leaveNames();
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        after(MINUTE);
        history.collectLogins();
        history.write();
        assertThat(rows("Session", "Login", "Knock")).hasSize(3)
                .allSatisfy(row -> assertThat(row).contains("192.0.2.1"));
        policy = new HistoryPolicy(DAY, Duration.ZERO, DAY, DAY, false, false);
        after(MINUTE.multipliedBy(2));
        history.retain();
        leaveNames();

        assertThat(rows("Count")).isNotEmpty();
        assertThat(rows("Boot", "Session", "Login", "Knock", "Count"))
                .allSatisfy(row -> assertThat(row).doesNotContain("192.0.2"));
    }

    @Test
    void noTableNamesWhoWasErased() {
        leaveNames();
        get(history.erase("john"));
        get(history.erase("boss"));

        assertThat(told()).isEmpty();
    }
}
