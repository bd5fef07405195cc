package io.github.sessionstate.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes the rows for an embedded database, much as {@link PostgresRows} does. */
final class HsqldbRows {
    private static final int BATCH = 1_000;
    private static final List<String> CLIENTS =
            List.of("Conversations", "Gajim", "Dino", "Monal", "Siskin", "Pidgin");

    private final Sizes sizes;
    private final Random random = new Random(10);

    HsqldbRows(Sizes sizes) {
        this.sizes = sizes;
    }

    /** Makes all of them. */
    void make(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(SessionRows.TABLE.insert())) {
            for (long number = 0; number < sizes.rows(); number++) {
                SessionRows.TABLE.set(insert, session(number, sizes.first() + (long) (number * sizes.step(sizes.rows())),
                        number >= sizes.rows() - sizes.open()));
                add(connection, insert, number, sizes.rows());
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(LoginRows.TABLE.insert())) {
            for (long number = 0; number < sizes.logins(); number++) {
                LoginRows.TABLE.set(insert, login(number));
                add(connection, insert, number, sizes.logins());
            }
        }
        connection.setAutoCommit(true);
    }

    private static void add(Connection connection, PreparedStatement insert, long number, long rows) throws SQLException {
        insert.addBatch();
        if ((number + 1) % BATCH == 0 || number + 1 == rows) {
            insert.executeBatch();
            connection.commit();
        }
        if ((number + 1) % (100L * BATCH) == 0) {
            Report.progress(number + 1 + " rows");
        }
    }

    /** A session of this end. */
    SessionRow session(long number, long ended, boolean isOpen) {
        long millis = length();
        double who = random.nextDouble();
        String cause = cause();
        String client = CLIENTS.get((int) (number % CLIENTS.size()));
        return new SessionRow(String.format(Locale.ROOT, "k3j9x0%012x", number), "boot" + number / 70_000,
                who < 0.01 ? "robot" : "user" + (int) (Sizes.USERS * who * who), "example.org",
                "phone." + Long.toHexString(random.nextLong()), address(ended >= sizes.recent()), 50_000, "tcp", "TLSv1.3",
                "SCRAM-SHA-1", client, "2.1", "Android 14", "http://client.example/caps", null, null, "en",
                ended - millis, ended - millis + 120, ended - millis + 300, isOpen ? Place.OPEN : ended, millis / 9_000,
                millis / 5_000, isOpen ? null : new PastEnd(cause, null, null,
                        cause.equals("closed_by_admin") ? "admin" : null, null), 0, 0, null);
    }

    private long length() {
        double within = random.nextDouble();
        double of = random.nextDouble();
        if (of < 0.4) {
            return (long) (1_000 * Math.pow(600, within));
        } else if (of < 0.8) {
            return (long) (600_000 * Math.pow(48, within));
        } else if (of < 0.97) {
            return (long) (28_800_000 * Math.pow(3, within));
        }
        return (long) (of < 0.999 ? 86_400_000 * Math.pow(7, within) : 604_800_000 * Math.pow(6, within));
    }

    private String address(boolean isWhole) {
        int host = random.nextInt(Sizes.ADDRESSES);
        double place = random.nextDouble();
        if (place < 0.05) {
            return isWhole ? "192.0.2.1" : "192.0.2.0/24";
        }
        String network = "10." + host / 65536 + '.' + host / 256 % 256 + '.';
        return isWhole ? network + host % 256 : network + "0/24";
    }

    private String cause() {
        double cause = random.nextDouble();
        if (cause < 0.55) {
            return "closed_by_client";
        } else if (cause < 0.8) {
            return "connection_lost";
        } else if (cause < 0.9) {
            return "replaced";
        }
        return cause < 0.99 ? "idle" : "closed_by_admin";
    }

    private PastLogin login(long number) {
        long at = sizes.firstLogin() + number * (sizes.now() - sizes.firstLogin()) / sizes.logins();
        double who = random.nextDouble();
        return new PastLogin(String.format(Locale.ROOT, "boot%020x", number), "boot",
                Instant.ofEpochMilli(at - 20_000), Instant.ofEpochMilli(at), 3,
                who < 0.4 ? "user" + (int) (Sizes.USERS * who * who / 0.16) : null, "example.org",
                address(at >= sizes.recent()), "tcp", "PLAIN", "not-authorized");
    }
}
