package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

/** Which logins are of a new client, or from a new network. */
class NewDevicesTest extends HistoryFixture implements NewDeviceAlerts {
    private static final Duration LATER = DAY.multipliedBy(20);
    private static final String HOME = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.7";

    private static MemoryDatabase memory;

    private final List<NewDevice> raised = new ArrayList<>();
    private boolean areOff;
    private Duration now = LATER;

    @BeforeAll
    static void setUp() throws IOException, SQLException {
        memory = MemoryDatabase.withTables();
    }

    @AfterAll
    static void tearDown() throws SQLException {
        memory.close();
    }

    @Override
    protected Connection connect() throws SQLException {
        return memory.open();
    }

    @Override
    public boolean areOn() {
        return !areOff;
    }

    @Override
    public void raise(NewDevice device) {
        raised.add(device);
    }

    @BeforeEach
    void listen() {
        history.tellOfNewDevices(this);
    }

    private XmppSession login(String username, String client, String ip) {
        StubHost host = new StubHost();
        host.facts = facts(client);
        return loginTo(host, username, ip);
    }

    private static StubFacts facts(String client) {
        return StubFacts.login("PLAIN", client == null ? null : new UserAgent(null, client, null));
    }

    private XmppSession loginTo(StubHost host, String username, String ip) {
        XmppSession session = registry.accepted(host, new PastConnection("tcp", ip, 1, null));
        session.opened("example.org");
        session.authenticated(username, false);
        session.bound(username, "example.org", session.id(), true);
        return session;
    }

    /** One that has ended, from the start of the history on. */
    private void past(String username, String client, String ip) {
        clock.set(START);
        login(username, client, ip).destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
        history.write();
        after(now);
        history.lookForNewDevices();
        assertThat(raised).as("at its first session").isEmpty();
    }

    /** The alerts of the logins until now. */
    private List<NewDevice> alerts() {
        history.write();
        now = now.plus(NewDevices.PATIENCE);
        after(now);
        raised.clear();
        history.lookForNewDevices();
        history.write();
        return raised;
    }

    private void afterADay() {
        now = now.plus(DAY);
        after(now);
    }

    @Test
    void aClientThatTheUserNeverHadIsTold() {
        past("john", "Gajim", HOME);
        login("john", "Gajim", HOME);
        assertThat(alerts()).isEmpty();
        XmppSession session = login("john", "Psi", HOME);
        history.lookForNewDevices();
        assertThat(raised).as("before it had the time to say what it is").isEmpty();

        assertThat(alerts()).containsExactly(new NewDevice(session.id(), "john", "example.org",
                START.plus(now).minus(NewDevices.PATIENCE), "Psi", HOME, true, false));
        assertThat(history.newDevices()).isEqualTo(new NewDeviceCounts(1, 0));

        login("john", "Pidgin", HOME);
        assertThat(alerts()).as("one a day").isEmpty();
        afterADay();
        login("john", "Pidgin", HOME);
        login("john", "Psi", HOME);
        login("john", null, HOME);
        assertThat(alerts()).as("known, though their sessions go on").isEmpty();
    }

    @Test
    void aNetworkThatTheUserNeverCameFromIsTold() {
        past("john", "Gajim", HOME);
        past("jane", "Gajim", "2001:db8:0:7:0:0:0:1");
        history.retain();
        assertThat(ask("SELECT ip FROM ofSessionStateSession WHERE username = 'jane'")).isEqualTo("2001:db8::/48");
        login("john", "Gajim", "192.0.2.200");
        login("jane", "Gajim", "2001:db8:0:9:0:0:0:2");
        login("jane", "Gajim", "2001:db8::9");
        assertThat(alerts()).isEmpty();

        login("john", "Gajim", ELSEWHERE);
        login("jane", "Gajim", "2001:db8:1:7:0:0:0:1");
        assertThat(alerts()).extracting(NewDevice::username).containsExactly("john", "jane");
        assertThat(raised).allSatisfy(device -> {
            assertThat(device.isNetworkNew()).isTrue();
            assertThat(device.isClientNew()).isFalse();
        });
    }

    @Test
    void whatHasEndedMeanwhileIsJudgedByItsRow() {
        past("john", "Gajim", HOME);
        login("john", "Psi", ELSEWHERE).destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));

        assertThat(alerts()).singleElement().satisfies(device -> {
            assertThat(device.isNetworkNew()).isTrue();
            assertThat(device.isClientNew()).isTrue();
            assertThat(device.client()).isEqualTo("Psi");
        });
    }

    @Test
    void aClientThatSaysLateWhatItIsIsInItsRowFromThenOn() {
        past("john", "Gajim", HOME);
        StubHost host = new StubHost();
        XmppSession session = loginTo(host, "john", HOME);
        history.write();
        host.facts = facts("Psi");

        assertThat(alerts()).extracting(NewDevice::client).containsExactly("Psi");
        assertThat(ask("SELECT agentSoftware FROM ofSessionStateSession WHERE id = '" + session.id() + "'"))
                .isEqualTo("Psi");
    }

    @Test
    void twoAtOnceAreNotKnownByEachOther() {
        past("john", "Gajim", HOME);
        login("john", "Psi", ELSEWHERE);
        login("john", "Psi", ELSEWHERE);

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void thereIsNoneWhileAUserIsNew() {
        now = Duration.ZERO;
        login("john", "Gajim", HOME);
        assertThat(alerts()).isEmpty();
        now = now.plus(DAY.multipliedBy(13));
        after(now);
        login("john", "Psi", ELSEWHERE);
        assertThat(alerts()).isEmpty();
        afterADay();
        login("john", "Pidgin", ELSEWHERE);
        assertThat(alerts()).hasSize(1);

        // Where less is kept two weeks would be too long.
        policy = new HistoryPolicy(DAY.multipliedBy(4), DAY, DAY, DAY, false, false);
        login("jane", "Gajim", HOME);
        assertThat(alerts()).isEmpty();
        now = now.plus(DAY.multipliedBy(2));
        after(now);
        login("jane", "Psi", HOME);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whatIsNotKnownOfEarlierSessionsIsNotJudged() throws SQLException {
        past("john", null, HOME);
        execute("UPDATE ofSessionStateSession SET ip = NULL");
        login("john", "Psi", ELSEWHERE);
        assertThat(alerts()).isEmpty();

        // As a session that began before anybody looked for new clients, and goes on.
        past("jane", "Gajim", HOME);
        execute("UPDATE ofSessionStateSession SET agentSoftware = NULL, ended = " + Place.OPEN + " WHERE username = 'jane'");
        past("jane", "Gajim", HOME);
        login("jane", "Psi", HOME);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void whoeverDoesNotWantItGetsNone() {
        past("john", "Gajim", HOME);
        areOff = true;
        login("john", "Psi", ELSEWHERE);
        areOff = false;
        assertThat(alerts()).isEmpty();
        for (HistoryPolicy without : List.of(new HistoryPolicy(DAY, DAY, DAY, DAY, true, false),
                new HistoryPolicy(Duration.ZERO, DAY, DAY, DAY, false, false))) {
            policy = without;
            login("john", "Pidgin", ELSEWHERE);
            policy = POLICY;
            assertThat(alerts()).isEmpty();
        }
        login("john", "Pidgin", ELSEWHERE);
        areOff = true;
        assertThat(alerts()).as("turned off meanwhile").isEmpty();
    }

    @Test
    void onlyAFewAreLookedAtAtOnceAndNoMoreWaitThanMay() {
        for (int i = 0; i <= NewDevices.BATCH; i++) {
            past("user" + i, "Gajim", HOME);
        }
        for (int i = 0; i <= NewDevices.BATCH; i++) {
            login("user" + i, "Psi", HOME);
        }
        assertThat(alerts()).hasSize(NewDevices.BATCH);
        for (int i = 0; i < NewDevices.MOST_WAITING; i++) {
            login("john", "Psi", HOME);
        }
        assertThat(history.newDevices()).isEqualTo(new NewDeviceCounts(NewDevices.BATCH, 1));
        assertThat(alerts()).extracting(NewDevice::username).containsExactly("user" + NewDevices.BATCH);
    }

    @Test
    void whileTheDatabaseIsDownTheyWait() {
        past("john", "Gajim", HOME);
        login("john", "Psi", HOME);
        isDown = true;
        assertThatThrownBy(this::alerts).isInstanceOf(DatabaseException.class);
        isDown = false;

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whoIsErasedIsForgotten() throws SQLException {
        past("john", "Gajim", HOME);
        login("john", "Psi", HOME);
        assertThat(alerts()).hasSize(1);
        login("john", "Pidgin", HOME);
        get(history.erase("john"));
        assertThat(alerts()).isEmpty();

        past("john", "Gajim", HOME);
        login("john", "Swift", HOME);
        assertThat(alerts()).as("on the same day").hasSize(1);
    }
}
