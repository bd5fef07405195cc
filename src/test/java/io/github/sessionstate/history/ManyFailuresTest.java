package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.session.XmppSession;

/** Whose failed logins are told to be many. */
class ManyFailuresTest extends HistoryFixture {
    private static final Instant MINUTE_OF_START = Instant.ofEpochSecond(START.getEpochSecond() / 60 * 60);

    private static MemoryDatabase memory;

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

    private void fail(String username, int times) {
        XmppSession session = connected();
        for (int i = 0; i < times; i++) {
            session.failedToLogIn(username, "PLAIN", "not-authorized");
        }
        history.collectLogins();
    }

    @Test
    void accountsAreTheirNameAndAllElseIsTheAddress() {
        fail("John", 12);
        fail("hunter2", 12);
        fail("john", 8);
        assertThat(history.manyFailures()).containsExactlyInAnyOrder(
                new ManyFailures("john", null, 20, MINUTE_OF_START, START),
                new ManyFailures(null, "192.0.2.1", 32, MINUTE_OF_START, START));

        // Rows may have such a name then, and who sees the rows is asked for more than who sees this.
        policy = new HistoryPolicy(DAY, DAY, DAY, DAY, false, true);
        after(Duration.ofSeconds(3));
        fail("hunter2", 20);
        assertThat(history.manyFailures()).extracting(ManyFailures::username).containsExactly(null, "john");
        assertThat(history.manyFailures().get(0).attempts()).isEqualTo(52);
    }

    @Test
    void whatIsNotKeptIsNotTold() {
        fail("john", 20);
        policy = new HistoryPolicy(DAY, DAY, DAY, DAY, true, true);
        fail("jane", 20);
        assertThat(history.manyFailures()).extracting(ManyFailures::ip).containsExactly("192.0.2.1");

        policy = new HistoryPolicy(DAY, Duration.ZERO, DAY, DAY, false, false);
        fail("jane", 20);
        assertThat(history.manyFailures()).extracting(ManyFailures::username).containsExactly("jane");

        policy = new HistoryPolicy(DAY, DAY, Duration.ZERO, DAY, false, false);
        history.collectLogins();
        assertThat(history.manyFailures()).isEmpty();
    }

    @Test
    void whoIsErasedIsForgotten() {
        fail("john", 20);
        fail("jane", 20);
        get(history.erase("john"));
        fail("john", 19);

        assertThat(history.manyFailures()).extracting(ManyFailures::username).containsOnly("jane", null);
    }
}
