package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.history.AskedStatements.Asked;
import io.github.sessionstate.session.EndCause;

/** That every question finds its rows by the index that is meant for it, in a database with some thousand rows. */
abstract class HistoryPlansContract extends HistoryNodesContract {
    private static final int ROWS = 10_000;
    private static final int OPEN = 200;
    private static final int NAMES = 20;
    private static final long DAYS = DAY.toMillis() * 20;

    // The indexes.
    private static final String USER = "ofSessionStateSession_user_idx";
    private static final String ADDRESS = "ofSessionStateSession_ip_idx";
    private static final String CAUSE = "ofSessionStateSession_why_idx";
    private static final String END = "ofSessionStateSession_end_idx";
    private static final String SPAN = "ofSessionStateSession_span_idx";
    private static final String BOOT = "ofSessionStateSession_boot_idx";
    private static final String LOGIN_USER = "ofSessionStateLogin_user_idx";
    private static final String LOGIN_ADDRESS = "ofSessionStateLogin_ip_idx";
    private static final String LOGIN_TIME = "ofSessionStateLogin_last_idx";

    private static final Pattern TABLES = Pattern.compile("ofSessionState(Session|Login)\\b");

    // That it would be noticed if there was none.
    private final Set<String> isProven = new HashSet<>();
    private final Instant middle = START.plus(DAY.multipliedBy(10));
    private final Instant end = START.plus(DAY.multipliedBy(20));

    /** How the database tells of its plans. */
    protected abstract QueryPlans plans();

    /** What asks. */
    @FunctionalInterface
    private interface Step {
        void run();
    }

    @Test
    void everyQuestionFindsItsRowsByItsIndex() throws SQLException {
        clock.set(end);
        history.beat();
        try (Connection connection = connect()) {
            fill(connection);
            for (String sql : plans().analyze()) {
                QueryPlans.execute(connection, sql);
            }
        }
        Place place = new Place(middle.toEpochMilli(), "8");
        Instant to = end.minus(DAY);

        expect(List.of(USER), () -> find("name7", null, null, null, null, null));
        expect(List.of(USER), () -> find("name7", null, null, middle, to, null));
        expect(List.of(USER), () -> find("name7", null, null, START.plus(DAY), null, place));
        expect(List.of(ADDRESS), () -> find(null, "192.0.2.7", null, null, null, null));
        expect(List.of(ADDRESS), () -> find(null, "192.0.2.7", null, middle, to, null));
        expect(List.of(ADDRESS), () -> find(null, "192.0.2.7", null, null, null, place));
        expect(List.of(CAUSE), () -> find(null, null, "idle", null, null, null));
        expect(List.of(CAUSE), () -> find(null, null, "idle", middle, to, null));
        expect(List.of(CAUSE), () -> find(null, null, "idle", null, null, place));
        expect(List.of(END), () -> find(null, null, null, middle, null, null));
        expect(List.of(END), () -> find(null, null, null, middle, to, null));
        expect(List.of(END), () -> find(null, null, null, null, null, place));
        expect(List.of(SPAN), () -> findOnline(null));
        // Behind what goes on still, of which none is found, come the classes.
        expect(List.of(SPAN, SPAN), () -> findOnline(new Place(to.toEpochMilli(), "8")));

        expect(List.of(LOGIN_USER), () -> findLogins("name7", null, null, null));
        expect(List.of(LOGIN_USER), () -> findLogins("name7", null, START.plus(DAY), place));
        expect(List.of(LOGIN_ADDRESS), () -> findLogins(null, "192.0.2.7", null, null));
        expect(List.of(LOGIN_ADDRESS), () -> findLogins(null, "192.0.2.7", START.plus(DAY), place));
        expect(List.of(LOGIN_TIME), () -> findLogins(null, null, middle, null));
        expect(List.of(LOGIN_TIME), () -> findLogins(null, null, null, place));

        // Of what is no more than a step needs, some databases would rather sort all.
        expectInAnyOrder(List.of(USER, LOGIN_USER, CAUSE, USER, USER), () -> get(history.erase("name8")));
        execute("INSERT INTO ofSessionStateBoot (id, started, heartbeat, ended) VALUES ('boot0', 1, 2, 3)");
        expectInAnyOrder(List.of(END), history::beat);
        Duration days = DAY.multipliedBy(19);
        policy = new HistoryPolicy(days, days.minus(MINUTE), days, days, false, false);
        expectInAnyOrder(List.of(END, LOGIN_TIME, BOOT, END, LOGIN_TIME), history::retain);
    }

    private void find(String username, String ip, String cause, Instant from, Instant to, Place before) {
        get(history.sessions(new PastQuery(username, ip, cause, from, to, null, before, 50)));
    }

    private void findOnline(Place before) {
        get(history.sessions(new PastQuery(null, null, null, null, null, middle, before, 10)));
    }

    private void findLogins(String username, String ip, Instant from, Place before) {
        get(history.logins(new LoginQuery(username, ip, from, null, before, 50)));
    }

    private void expect(List<String> indexes, Step step) throws SQLException {
        expect(indexes, true, step);
    }

    private void expectInAnyOrder(List<String> indexes, Step step) throws SQLException {
        expect(indexes, false, step);
    }

    /** @param indexes of the statements that this step is made of, in the order in which it first has each */
    private void expect(List<String> indexes, boolean isOrdered, Step step) throws SQLException {
        asked.take();
        step.run();
        Map<String, List<Asked>> all = asked.take().stream().filter(one -> TABLES.matcher(one.sql()).find())
                .collect(Collectors.groupingBy(Asked::sql, LinkedHashMap::new, Collectors.toList()));
        assertThat(all.keySet()).as("statements").hasSameSizeAs(indexes);
        try (Connection connection = connect()) {
            Iterator<String> each = indexes.iterator();
            for (List<Asked> alike : all.values()) {
                expect(connection, each.next(), isOrdered, alike);
            }
        }
    }

    private void expect(Connection connection, String index, boolean isOrdered, List<Asked> alike)
            throws SQLException {
        QueryPlans plans = plans();
        String sql = alike.get(0).sql();
        for (Asked one : alike) {
            String plan = plans.of(connection, one);
            assertThat(plans.isBy(connection, one.sql(), plan, index, isOrdered)).as("by %s: %s%n%s", index, one, plan).isTrue();
        }
        if (!isProven.add(index)) {
            return;
        }
        plans.take(connection, index);
        try {
            String plan = plans.of(connection, alike.get(0));
            assertThat(plans.isBy(connection, sql, plan, index, isOrdered)).as("without %s:%n%s", index, plan).isFalse();
        } finally {
            plans.giveBack(connection, index);
        }
    }

    // ------------------------------------------------------------------ rows

    private void fill(Connection connection) throws SQLException {
        Random random = new Random(7);
        connection.setAutoCommit(false);
        try (PreparedStatement sessions = connection.prepareStatement(SessionRows.TABLE.insert());
                PreparedStatement logins = connection.prepareStatement(LoginRows.TABLE.insert())) {
            for (int i = 0; i < ROWS; i++) {
                SessionRows.TABLE.set(sessions, session(i, random));
                sessions.addBatch();
                LoginRows.TABLE.set(logins, login(i, random));
                logins.addBatch();
                if (i % Steps.BATCH == 0) {
                    sessions.executeBatch();
                    logins.executeBatch();
                }
            }
            sessions.executeBatch();
            logins.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static SessionRow session(int number, Random random) {
        boolean isOpen = number < OPEN;
        long began = START.toEpochMilli() + (long) (random.nextDouble() * DAYS);
        // From a second to a week, as many of each class.
        long ended = isOpen ? Place.OPEN : began + (long) (1_000 * Math.pow(2, random.nextDouble() * 19));
        EndCause[] causes = EndCause.values();
        EndCause cause = random.nextBoolean() ? EndCause.CLOSED_BY_CLIENT : causes[random.nextInt(causes.length)];
        return new SessionRow(String.format(Locale.ROOT, "%08x%08x", random.nextInt(), number), "boot" + number % 3,
                "name" + random.nextInt(NAMES), "example.org", "phone", ip(random), 5222, "tcp", "TLSv1.3", "PLAIN",
                "Client", "1.0", null, null, null, null, "en", began, began, began, ended, 1L, 2L,
                isOpen ? null : new PastEnd(cause.toString(), null, null, cause == EndCause.CLOSED_BY_ADMIN
                        ? "name" + random.nextInt(NAMES) : null, null), 0, 0, null);
    }

    private static PastLogin login(int number, Random random) {
        Instant at = START.plusMillis((long) (random.nextDouble() * DAYS));
        return new PastLogin(String.format(Locale.ROOT, "%08x%08x", random.nextInt(), number), "boot", at, at, 1,
                "name" + random.nextInt(NAMES), "example.org", ip(random), "tcp", "PLAIN", "not-authorized");
    }

    private static String ip(Random random) {
        return "192.0.2." + random.nextInt(NAMES);
    }
}
