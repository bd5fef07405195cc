package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class HsqldbHistoryTablesTest extends HistoryContract {
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

    @Override
    protected QueryPlans plans() {
        return new HsqldbPlans();
    }

    @Test
    void ofADatabaseThatIsDownForDaysTheLastDayIsCounted() throws InterruptedException {
        isDown = true;
        for (int slot = 0; slot <= Counts.MOST; slot++) {
            after(PastCounts.SLOT.multipliedBy(slot));
            assertThatThrownBy(history::count).isInstanceOf(DatabaseException.class);
        }
        isDown = false;
        awaitDatabase();
        history.count();

        assertThat(get(history.counts(new CountQuery(START, START.plus(DAY.multipliedBy(2))))))
                .hasSize(Counts.MOST).first().satisfies(first ->
                        assertThat(first.at()).isEqualTo(START.plus(PastCounts.SLOT)));
    }

    @Test
    void aClockThatIsSetBackGoesOnWhereItWas() {
        XmppSession session = loggedIn("john", "phone");
        history.count();
        after(PastCounts.SLOT);
        history.count();
        after(MINUTE);
        session.destroyed(SessionEnd.of(EndCause.IDLE));
        history.count();

        assertThat(get(history.counts(new CountQuery(START, START.plus(DAY))))).containsExactly(
                new PastCounts(START, 1, 0, 1, Map.of("idle", 1L)),
                new PastCounts(START.plus(PastCounts.SLOT), 0, 0, 1, Map.of()));
    }
}
