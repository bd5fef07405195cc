package io.github.sessionstate.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Has the oldest sessions expire at once, and asks meanwhile. */
final class Purge {
    private static final String OLDEST = "SELECT ended FROM ofSessionStateSession ORDER BY ended, id LIMIT 1 OFFSET ?";

    private Purge() {
    }

    /**
     * The policy under which so many of the oldest sessions have expired, as if an administrator had changed it.
     *
     * @param now of the clock
     */
    static HistoryPolicy policy(Connection connection, long count, long now) throws SQLException {
        try (PreparedStatement oldest = connection.prepareStatement(OLDEST)) {
            oldest.setLong(1, count);
            try (ResultSet rows = oldest.executeQuery()) {
                rows.next();
                HistoryPolicy policy = Sizes.POLICY;
                return new HistoryPolicy(Duration.ofMillis(now - rows.getLong(1)), policy.addresses(), policy.logins(),
                        policy.counts(), false, false);
            }
        }
    }

    /** Removes them, and prints how long the questions took that were asked meanwhile. */
    static void run(History history, Questions questions, long count) {
        long start = System.nanoTime();
        CompletableFuture<Void> removed = CompletableFuture.runAsync(history::retain);
        List<Double> millis = new ArrayList<>();
        while (!removed.isDone()) {
            long asked = System.nanoTime();
            questions.any();
            millis.add((System.nanoTime() - asked) / 1e6);
        }
        removed.join();
        Report.line("any of them while " + count + " sessions expire, which took "
                + String.format(Locale.ROOT, "%.0f", (System.nanoTime() - start) / 1e9) + " s", millis.size() + " | | "
                + Report.numbers(millis.stream().mapToDouble(Double::doubleValue).toArray(), millis.size()));
    }
}
