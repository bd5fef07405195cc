package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.sessionstate.history.History;
import io.github.sessionstate.history.PastQuery;
import io.github.sessionstate.history.PastSession;
import io.github.sessionstate.history.Place;

/**
 * Looks through the sessions in the database for those that a filter finds: what an index can look for is asked of the
 * database, the rest of each row that it gives, some hundred at a time. Looks at no more rows, and for no longer, than
 * one request may: what it has found by then is a page, and the next one goes on from there.
 *
 * @param filter   what must hold
 * @param onlineAt the moment at which they were there; null for any
 * @param span     when they ended
 */
record PastSearch(SessionFilter filter, Instant onlineAt, PastSpan span) {
    /** So many rows are read at a time. */
    static final int CHUNK = 500;
    /** So many rows a request may look at. */
    static final int MOST_ROWS = 10_000;

    /**
     * What was found.
     *
     * @param sessions the newest end first
     * @param place    of the last row that was looked at; null if there is none behind it
     */
    record Found(List<PastSession> sessions, Place place) {
    }

    /** Whether the database finds the rows by something else than their time. */
    static boolean isNarrow(SessionFilter filter) {
        return Arrays.stream(ExactTerm.Key.values()).anyMatch(key -> ExactTerm.value(filter.term(), key) != null);
    }

    /**
     * Looks.
     *
     * @param now up to when the ages of those count that go on
     * @throws ApiException if the database gave nothing
     */
    Found run(History history, PastPage page, Instant now) throws ApiException {
        long deadline = System.nanoTime() + Awaited.OF_HISTORY.toNanos();
        // With nothing left to be looked at the database knows how many there are to be.
        int chunk = filter.isEmpty() ? Math.min(page.limit() + 1, CHUNK) : CHUNK;
        List<PastSession> found = new ArrayList<>();
        PastSession last = null;
        for (int looked = 0; looked < MOST_ROWS; looked += chunk) {
            List<PastSession> rows;
            try {
                rows = Awaited.of(ask(history, last == null ? page.behind() : last.place(), chunk),
                        Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (ApiException e) {
                if (last == null) {
                    throw e;
                }
                // What there is already is a page; who asks on learns what is wrong.
                break;
            }
            for (PastSession row : rows) {
                if (isMeant(row, now)) {
                    if (found.size() == page.limit()) {
                        return new Found(found, last.place());
                    }
                    found.add(row);
                }
                last = row;
            }
            if (rows.size() < chunk) {
                return new Found(found, null);
            }
        }
        return new Found(found, last.place());
    }

    /**
     * Whether a row is one of those that are looked for.
     *
     * @param now see {@link #run}
     */
    boolean isMeant(PastSession row, Instant now) {
        Instant until = row.endedAt() == null ? now : row.endedAt();
        return filter.matches(row, row.state(), until.toEpochMilli());
    }

    /** Asks the database for rows among which all are that are looked for; see {@link LongAnswer.Source}. */
    CompletableFuture<List<PastSession>> ask(History history, Place behind, int limit) {
        return history.sessions(query(behind, limit));
    }

    private PastQuery query(Place before, int limit) {
        return new PastQuery(ExactTerm.value(filter.term(), ExactTerm.Key.USERNAME),
                ExactTerm.value(filter.term(), ExactTerm.Key.IP), ExactTerm.value(filter.term(), ExactTerm.Key.CAUSE),
                span.after(), span.until(), onlineAt, before, limit);
    }
}
