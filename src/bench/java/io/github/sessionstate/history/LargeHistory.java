package io.github.sessionstate.history;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.github.sessionstate.database.Connections;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.it.database.KeptPostgres;
import io.github.sessionstate.openfire.host.DaemonThreads;

/**
 * How long questions take of a history with ten million sessions on PostgreSQL, or a million in an embedded HSQLDB, and
 * while the oldest expire; and how much heap the embedded one takes.
 */
public final class LargeHistory {
    private static final Path DIRECTORY = Path.of(System.getProperty("history.directory", "target/large-history"));
    // Few, and more only for the time in which the rows are made.
    private static final List<String> SETTINGS = List.of("shared_buffers=128MB", "work_mem=4MB",
            "effective_cache_size=1GB", "maintenance_work_mem=256MB", "max_wal_size=4GB");
    // It tells much of its files. Held, as loggers are forgotten.
    private static final Logger HSQLDB = Logger.getLogger("hsqldb.db");
    private static final long TO_SPARE = 64L << 20;
    private static final long MEGABYTE = 1L << 20;

    private LargeHistory() {
    }

    /** @param arguments which parts: {@code postgresql}, {@code hsqldb}, or both without any */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("hsqldb.reconfig_logging", "false");
        HSQLDB.setLevel(Level.WARNING);
        List<String> parts = arguments.length == 0 ? List.of("postgresql", "hsqldb") : List.of(arguments);
        for (String part : parts) {
            switch (part) {
                case "postgresql" -> postgresql(Sizes.of(10_000_000));
                case "hsqldb" -> hsqldb(Sizes.of(1_000_000));
                case "list" -> list(Sizes.of(1_000_000));
                default -> throw new IllegalArgumentException(part);
            }
        }
    }

    private static void postgresql(Sizes sizes) throws Exception {
        try (KeptPostgres server = KeptPostgres.start(DIRECTORY.resolve("postgresql"), SETTINGS)) {
            if (server.isNew()) {
                try (Connection connection = server.connect()) {
                    PostgresRows.make(connection, sizes);
                }
                server.made();
            }
            Report.progress("PostgreSQL: " + sizes);
            try (Asked asked = new Asked(server::connect, sizes)) {
                asked.questions.run();
                asked.expire();
            }
        }
    }

    // ------------------------------------------------------------------ embedded

    private static void hsqldb(Sizes sizes) throws Exception {
        long without = heap(new Sizes(0, 0, 1));
        long with = heap(sizes);
        Report.line("heap after these questions", String.format(Locale.ROOT, "%d MB; of an empty database %d MB",
                with / MEGABYTE, without / MEGABYTE));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        int code = new ProcessBuilder(java, "-Xmx" + (with + TO_SPARE), "-cp", System.getProperty("java.class.path"),
                "-Dhistory.directory=" + DIRECTORY, "-Dhistory.rows=" + sizes.rows(), LargeHistory.class.getName(), "list")
                .inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("not with " + TO_SPARE / MEGABYTE + " MB to spare");
        }
        try (EmbeddedDatabase database = embedded(sizes); Asked asked = new Asked(database, sizes)) {
            asked.expire();
        }
    }

    private static EmbeddedDatabase embedded(Sizes sizes) throws IOException, SQLException {
        return EmbeddedDatabase.open(DIRECTORY.resolve("hsqldb-" + sizes.rows()), sizes);
    }

    /** What is in use once a database of so many rows was asked. */
    private static long heap(Sizes sizes) throws Exception {
        try (EmbeddedDatabase database = embedded(sizes)) {
            Report.progress("HSQLDB: " + sizes);
            try (Asked asked = new Asked(database, sizes)) {
                asked.questions.run();
                return used();
            }
        }
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void list(Sizes sizes) throws Exception {
        try (EmbeddedDatabase database = embedded(sizes); Asked asked = new Asked(database, sizes)) {
            new WholeList(asked.history, sizes).run();
            Report.line("heap after that", used() / MEGABYTE + " MB");
        }
    }

    // ------------------------------------------------------------------ history

    /** A history of the real parts, on a clock that stands still. */
    private static final class Asked implements AutoCloseable {
        private final Connections connections;
        private final Sizes sizes;
        private final ScheduledExecutorService executor =
                Executors.newScheduledThreadPool(4, new DaemonThreads("history-"));
        private final GuardedDatabase database;
        private final AtomicReference<HistoryPolicy> policy = new AtomicReference<>(Sizes.POLICY);
        private final History history;
        private final Questions questions;

        Asked(Connections connections, Sizes sizes) {
            this.connections = connections;
            this.sizes = sizes;
            database = new GuardedDatabase(new Pool(connections), new DaemonThreads("database-"), executor);
            history = new History(database, policy::get, name -> true, "one", false,
                    Clock.fixed(Instant.ofEpochMilli(sizes.now()), ZoneOffset.UTC), executor);
            questions = new Questions(history, sizes);
        }

        /** Has the oldest tenth expire, or as many as the system property {@code history.expiring} says. */
        void expire() throws SQLException {
            long expiring = Long.getLong("history.expiring", sizes.rows() / 10);
            if (expiring > 0) {
                try (Connection connection = connections.open()) {
                    policy.set(Purge.policy(connection, expiring, sizes.now()));
                }
                Purge.run(history, questions, expiring);
            }
        }

        @Override
        public void close() {
            database.stop();
            executor.shutdownNow();
        }
    }
}
