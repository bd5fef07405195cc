package io.github.sessionstate.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Has PostgreSQL itself make the rows: in the order of their ends, as they are written, and before the indexes. */
final class PostgresRows {
    private static final int CHUNK = 1_000_000;
    private static final String INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'ofsessionstate%'"
            + " AND indexname LIKE '%_idx' ORDER BY indexname";

    // Parameters: the first and the last number; the first moment; milliseconds from one end to the next; the number of the
    // first that goes on; when addresses are whole.
    private static final String SESSIONS = """
            INSERT INTO ofSessionStateSession (id, boot, username, host, resourcePart, ip, port, transport, tls, mechanism,
              clientName, clientVersion, clientOs, capsNode, language, began, authenticated, bound, ended, span, stanzasIn,
              stanzasOut, cause, endCondition, closedBy, detaches, resumes)
            SELECT 'k3j9x0' || lpad(to_hex(number), 12, '0'), 'boot' || lpad((number / 700000)::text, 20, '0'), name,
              'example.org', 'phone.' || substr(md5(number::text), 1, 12),
              CASE WHEN ended >= recent THEN whole ELSE network END, 50000 + number % 10000, 'tcp', 'TLSv1.3',
              'SCRAM-SHA-1', client, '2.' || number % 20, 'Android 14', 'http://' || lower(client) || '.example/caps', 'en',
              ended - millis, ended - millis + 120, ended - millis + 300, CASE WHEN isOpen THEN 9223372036854775807
              ELSE ended END,
              CASE WHEN isOpen THEN 0 ELSE floor(ln(greatest(1, millis / 1000)) / ln(2) + 1e-9)::int + 1 END,
              (millis / 9000) % 100000, (millis / 5000) % 100000, CASE WHEN NOT isOpen THEN why END,
              CASE WHEN why = 'stream_error' THEN 'policy-violation' END,
              CASE WHEN why = 'closed_by_admin' AND NOT isOpen THEN 'admin' END, 0, 0
            FROM (SELECT number, moment AS ended, number >= open AS isOpen, recent,
                CASE WHEN length < 0.4 THEN 1000 * power(600, within)
                  WHEN length < 0.8 THEN 600000 * power(48, within)
                  WHEN length < 0.97 THEN 28800000 * power(3, within)
                  WHEN length < 0.999 THEN 86400000 * power(7, within)
                  ELSE 604800000 * power(6, within) END::bigint AS millis,
                CASE WHEN who < 0.01 THEN 'robot' ELSE 'user' || floor(50000 * who * who)::int END AS name,
                CASE WHEN place < 0.05 THEN '192.0.2.1' WHEN place < 0.8
                  THEN '10.' || host / 65536 || '.' || host / 256 % 256 || '.' || host % 256
                  ELSE '2001:db8:' || to_hex(host % 5000) || ':0:0:0:0:' || to_hex(host) END AS whole,
                CASE WHEN place < 0.05 THEN '192.0.2.0/24' WHEN place < 0.8
                  THEN '10.' || host / 65536 || '.' || host / 256 % 256 || '.0/24'
                  ELSE '2001:db8:' || to_hex(host % 5000) || '::/48' END AS network,
                CASE WHEN cause < 0.55 THEN 'closed_by_client' WHEN cause < 0.8 THEN 'connection_lost'
                  WHEN cause < 0.88 THEN 'replaced' WHEN cause < 0.93 THEN 'idle' WHEN cause < 0.97 THEN 'detach_expired'
                  WHEN cause < 0.98 THEN 'stream_error' WHEN cause < 0.99 THEN 'server_shutdown'
                  WHEN cause < 0.9985 THEN 'limit' WHEN cause < 0.9995 THEN 'closed_by_admin' ELSE 'tls_failed' END AS why,
                (ARRAY['Conversations', 'Gajim', 'Dino', 'Monal', 'Siskin', 'Pidgin'])[1 + number % 6] AS client
              FROM (SELECT number, given.*, first + (number * step)::bigint AS moment, random() AS length,
                  random() AS within, random() AS who, random() AS place, floor(100000 * random())::int AS host,
                  random() AS cause
                FROM (SELECT ?::bigint AS first, ?::float8 AS step, ?::bigint AS open, ?::bigint AS recent) given,
                  generate_series(?, ?) AS number OFFSET 0) drawn) made""";

    // Parameters: as above, without the one of those that go on.
    private static final String LOGINS = """
            INSERT INTO ofSessionStateLogin (id, boot, firstAt, lastAt, attempts, username, host, ip, transport, mechanism,
              failure)
            SELECT 'boot' || lpad(to_hex(number), 20, '0'), 'boot', moment - 20000, moment, 1 + number % 20,
              CASE WHEN who < 0.4 THEN 'user' || floor(50000 * who * who / 0.16)::int END, 'example.org',
              CASE WHEN place < 0.5 THEN '198.51.100.' || CASE WHEN moment >= recent THEN floor(50 * within)::text
                  ELSE '0/24' END
                ELSE '10.' || host / 65536 || '.' || host / 256 % 256 || '.' || CASE WHEN moment >= recent
                  THEN (host % 256)::text ELSE '0/24' END END,
              'tcp', 'PLAIN', 'not-authorized'
            FROM (SELECT number, given.*, first + (number * step)::bigint AS moment, random() AS who, random() AS place,
                random() AS within, floor(100000 * random())::int AS host
              FROM (SELECT ?::bigint AS first, ?::float8 AS step, ?::bigint AS recent) given,
                generate_series(?, ?) AS number OFFSET 0) drawn""";

    private PostgresRows() {
    }

    /** Makes them. */
    static void make(Connection connection, Sizes sizes) throws SQLException {
        List<String> indexes = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(INDEXES)) {
            while (rows.next()) {
                indexes.add(rows.getString(2));
                execute(connection, "DROP INDEX " + rows.getString(1));
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(SESSIONS)) {
            insert.setLong(1, sizes.first());
            insert.setDouble(2, sizes.step(sizes.rows()));
            insert.setLong(3, sizes.rows() - sizes.open());
            insert.setLong(4, sizes.recent());
            fill(connection, insert, 5, sizes.rows());
        }
        try (PreparedStatement insert = connection.prepareStatement(LOGINS)) {
            insert.setLong(1, sizes.firstLogin());
            insert.setDouble(2, (double) (sizes.now() - sizes.firstLogin()) / sizes.logins());
            insert.setLong(3, sizes.recent());
            fill(connection, insert, 4, sizes.logins());
        }
        for (String index : indexes) {
            execute(connection, index);
            Report.progress(index.replaceAll(" ON .*", ""));
        }
        execute(connection, "VACUUM ANALYZE");
        execute(connection, "CHECKPOINT");
    }

    private static void fill(Connection connection, PreparedStatement insert, int at, long rows) throws SQLException {
        for (long first = 0; first < rows; first += CHUNK) {
            execute(connection, "SELECT setseed(" + (first + 1.0) / (rows + 1.0) + ")");
            insert.setLong(at, first);
            insert.setLong(at + 1, Math.min(first + CHUNK, rows) - 1);
            insert.executeUpdate();
            Report.progress(Math.min(first + CHUNK, rows) + " rows");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
