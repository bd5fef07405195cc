package io.github.sessionstate.web;

import java.util.concurrent.Semaphore;

/** Who may wait for the history: a few requests at a time, as the console has few threads. */
final class Turns {
    /** So many at a time. */
    static final int MOST = 4;

    private final Semaphore free = new Semaphore(MOST);

    /** A question that waits for the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws ApiException;
    }

    /**
     * Asks, if there is room for that.
     *
     * @throws ApiException {@link Problem#NO_DATABASE} if there is none
     */
    <T> T take(Question<T> question) throws ApiException {
        if (!free.tryAcquire()) {
            throw Awaited.noDatabase("the database is busy with other questions about the history");
        }
        try {
            return question.ask();
        } finally {
            free.release();
        }
    }
}
