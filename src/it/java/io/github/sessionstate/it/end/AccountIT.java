package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** Changes of an account end its sessions, in every stage, and those of nobody else. */
@ExtendWith(EndsInHistory.class)
class AccountIT extends SharedHostTest {
    private static final String SETTING = "plugin.sessionstate.close-on.";

    // An account of its own for each test: what the plugin still does about one must not meet the next.
    private static final AtomicInteger LAST = new AtomicInteger();

    private Ends ends;
    private String user;

    @BeforeEach
    void account() throws IOException {
        user = "changed" + LAST.incrementAndGet();
        host.directory().createAccount(user);
        ends = Ends.from(host, table);
    }

    @AfterEach
    void settings() throws IOException {
        for (String name : List.of("password-change", "deletion", "lockout")) {
            host.setProperty(SETTING + name, null);
        }
    }

    /** Sessions of the user in three stages, and somebody else's. */
    private final class Sessions implements AutoCloseable {
        final RawClient unbound = host.connect();
        final RawClient available = host.connect();
        final RawClient other = host.connect();

        Sessions() throws IOException {
            try (RawClient managed = host.connect()) {
                unbound.authenticate(user, HostOptions.PASSWORD);
                other.login("jane", HostOptions.PASSWORD, "other");
                available.login(user, HostOptions.PASSWORD, "available");
                available.presence("");
                available.sync();
                managed.login(user, HostOptions.PASSWORD, "detached");
                managed.enableStreamManagement();
                host.loseConnection(managed);
            }
            Await.until("detached", Duration.ofSeconds(5),
                    () -> table.status().getAsJsonObject("counts").get("detached").getAsLong() == 1);
        }

        /** All of the user's sessions end with this error, and the other one goes on. */
        void expectEnd(String condition) throws IOException {
            ends.await(3);
            expectError(unbound, condition);
            expectError(available, condition);
            assertThat(ends.counts()).isEqualTo(Map.of("account_changed", 3L));
            other.sync();
        }

        /** Nothing ends. */
        void expectNoEnd() throws IOException {
            // Longer than the plugin leaves to the host.
            assertThat(unbound.awaitConnectionEnd(Duration.ofMillis(700))).isFalse();
            assertThat(ends.counts()).isEmpty();
            other.sync();
        }

        @Override
        public void close() throws IOException {
            unbound.dropReset();
            available.dropReset();
            other.dropReset();
            // What a test leaves detached is not for the next one to find.
            for (var session : table.byFullJid(user + "@example.org/detached")) {
                table.close(SessionTable.text(session, "id"), null, null);
            }
        }
    }

    // After a change of password the host closes none of them by itself.
    private void expectClosedBy(String setting, String condition) throws IOException {
        assertThat(table.ended()).filteredOn(row -> user.equals(SessionTable.text(row, "username"))).hasSize(3)
                .allSatisfy(row -> {
                    JsonObject end = row.getAsJsonObject("ended");
                    assertThat(SessionTable.text(end, "cause")).isEqualTo("account_changed");
                    assertThat(SessionTable.text(end, "condition")).isEqualTo(condition);
                    assertThat(SessionTable.text(end, "closed_by")).isEqualTo(setting);
                    assertThat(SessionTable.text(end, "replaced_by")).isNull();
                });
    }

    private static void expectError(RawClient client, String condition) throws IOException {
        Element error = client.awaitEnd();
        assertThat(error).as("stream error").isNotNull();
        assertThat(error.element(condition)).as("%s", error.asXML()).isNotNull();
    }

    // ------------------------------------------------------------------ password

    @Test
    void passwordChangedByAnAdministratorEndsAll() throws Exception {
        try (Sessions sessions = new Sessions()) {
            host.directory().changePassword(user, "another");
            sessions.expectEnd("reset");
            expectClosedBy("close-on.password-change", "reset");
        }
    }

    @Test
    void passwordChangedByTheUserSparesTheSessionThatDidIt() throws Exception {
        try (Sessions sessions = new Sessions(); RawClient changing = host.connect()) {
            changing.login(user, HostOptions.PASSWORD, "changing");
            Element answer = changing.iq("set", "example.org", "<query xmlns='jabber:iq:register'><username>" + user
                    + "</username><password>another</password></query>");
            assertThat(answer.attributeValue("type")).isEqualTo("result");
            sessions.expectEnd("reset");
            changing.sync();
            // A request that changes nothing must not shield the session later.
            host.directory().changePassword(user, "a third");
            expectError(changing, "reset");
        }
    }

    @Test
    void passwordChangeLeavesSessionsOpenIfToldSo() throws Exception {
        host.setProperty(SETTING + "password-change", "false");
        try (Sessions sessions = new Sessions()) {
            host.directory().changePassword(user, "another");
            sessions.expectNoEnd();
        }
    }

    // ------------------------------------------------------------------ deletion

    @Test
    void deletionEndsAll() throws Exception {
        try (Sessions sessions = new Sessions()) {
            host.directory().deleteAccount(user);
            sessions.expectEnd("not-authorized");
        }
    }

    @Test
    void userWhoLeavesEndsAll() throws Exception {
        try (Sessions sessions = new Sessions(); RawClient leaving = host.connect()) {
            leaving.login(user, HostOptions.PASSWORD, "leaving");
            leaving.send("<iq type='set' id='bye' to='example.org'><query xmlns='jabber:iq:register'><remove/></query>"
                    + "</iq>");
            assertThat(leaving.awaitElement(e -> "bye".equals(e.attributeValue("id"))).attributeValue("type"))
                    .isEqualTo("result");
            // By the host itself, those that are bound and have a connection.
            assertThat(leaving.awaitConnectionEnd(RawClient.LIMIT)).isTrue();
            ends.await(4);
            assertThat(ends.counts()).isEqualTo(Map.of("account_changed", 4L));
            sessions.other.sync();
        }
    }

    @Test
    void deletionLeavesSessionsOpenIfToldSo() throws Exception {
        host.setProperty(SETTING + "deletion", "false");
        try (Sessions sessions = new Sessions()) {
            host.directory().deleteAccount(user);
            sessions.expectNoEnd();
        }
    }

    // ------------------------------------------------------------------ lockout

    @Test
    void lockoutEndsAll() throws Exception {
        try (Sessions sessions = new Sessions()) {
            host.directory().lockOut(user, 0);
            sessions.expectEnd("not-authorized");
        }
    }

    @Test
    void lockoutEndsAllWhenItStarts() throws Exception {
        try (Sessions sessions = new Sessions()) {
            host.directory().lockOut(user, 2);
            assertThat(sessions.unbound.awaitConnectionEnd(Duration.ofMillis(1000))).as("before the start").isFalse();
            assertThat(ends.counts()).isEmpty();
            sessions.expectEnd("not-authorized");
        }
    }

    @Test
    void lockoutThatIsTakenBackBeforeItStartsEndsNone() throws Exception {
        try (Sessions sessions = new Sessions()) {
            host.directory().lockOut(user, 1);
            host.directory().unlock(user);
            assertThat(sessions.unbound.awaitConnectionEnd(Duration.ofMillis(2000))).isFalse();
            assertThat(ends.counts()).isEmpty();
        }
    }

    @Test
    void lockoutLeavesSessionsOpenIfToldSo() throws Exception {
        host.setProperty(SETTING + "lockout", "false");
        try (Sessions sessions = new Sessions()) {
            host.directory().lockOut(user, 0);
            sessions.expectNoEnd();
        }
    }
}
