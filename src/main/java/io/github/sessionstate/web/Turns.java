package io.github.sessionstate.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who may wait for the history: a few requests at a time, as the console has few threads. */
final class Turns {
    /** So many at a time. */
    static final int MOST = 4;
    /** So many answers at a time that take as long as their client does to read them. */
    static final int MOST_LONG = 2;

    private final Semaphore free = new Semaphore(MOST);
    private final Semaphore freeLong = new Semaphore(MOST_LONG);

    /** A question that waits for the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws ApiException;
    }

    /** Of a long answer. */
    final class LongTurn implements AutoCloseable {
        private final AtomicBoolean isOver = new AtomicBoolean();

        private LongTurn() {
        }

        /** It is over; a second time does nothing. */
        @Override
        public void close() {
            if (isOver.compareAndSet(false, true)) {
                freeLong.release();
            }
        }
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

    /**
     * Begins a long answer, if there is room for that.
     *
     * @throws ApiException {@link Problem#NO_DATABASE} if there is none
     */
    LongTurn begin() throws ApiException {
        if (!freeLong.tryAcquire()) {
            throw Awaited.noDatabase("other long answers about the history are being sent");
        }
        return new LongTurn();
    }
}
