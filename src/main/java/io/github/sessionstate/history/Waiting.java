package io.github.sessionstate.history;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.DatabaseException;

/** The database for threads that may wait for it, and must: what they do goes on from what it said. */
final class Waiting {
    // A lock that another waited for in vain, a deadlock, a conflict: it may do better the next time.
    private static final String ROLLED_BACK = "40";

    private final Database database;

    Waiting(Database database) {
        this.database = database;
    }

    /**
     * Runs a piece of work; see {@link Database#run}.
     *
     * @throws DatabaseException if the database did not do it
     */
    <T> T run(Database.Work<T> work) {
        return await(database.run(work));
    }

    /** Runs a long read; see {@link Database#ask}. */
    <T> T ask(Database.Work<T> work) {
        return await(database.ask(work));
    }

    // The database itself limits the wait.
    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("The plugin is being stopped", e);
        }
    }

    /** Whether the database works, and would say the same again. */
    boolean isRefusal(RuntimeException failure) {
        if (!(failure instanceof DatabaseException)) {
            return true;
        }
        return database.problem() == null && failure.getCause() instanceof SQLException said
                && (said.getSQLState() == null || !said.getSQLState().startsWith(ROLLED_BACK));
    }
}
