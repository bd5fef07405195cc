package io.github.sessionstate.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.sessionstate.history.Place;

/**
 * An answer of as many rows as the database has: they are asked for some hundred at a time, once the client has read those
 * before them. So no more of them are in memory, and nothing of the database is held by a client that reads slowly.
 */
final class LongAnswer implements Content.Pieces {
    /** So many rows are read at a time. */
    static final int CHUNK = 500;

    private final Deque<Part> parts;
    private final Turns.LongTurn turn;
    private String first;

    private LongAnswer(Deque<Part> parts, Turns.LongTurn turn) {
        this.parts = parts;
        this.turn = turn;
    }

    /** What stands behind other parts and before the next. */
    interface Part {
        /** The next piece of it, which may be empty; null at the end. */
        String next() throws ApiException;
    }

    /**
     * Asks the database for rows.
     *
     * @param <T> the rows
     */
    interface Source<T> {
        /**
         * @param behind the place of the last row before; null for the first ones
         * @param limit  how many at most; less than that are the last
         */
        CompletableFuture<List<T>> ask(Place behind, int limit);
    }

    /** A text as it is. */
    static Part text(String text) {
        return late(() -> text);
    }

    /** A text that is made when it is its turn. */
    static Part late(Supplier<String> text) {
        return new Part() {
            private boolean isTold;

            @Override
            public String next() {
                String piece = isTold ? null : text.get();
                isTold = true;
                return piece;
            }
        };
    }

    /**
     * All rows that there are.
     *
     * @param place     of a row
     * @param text      of a row; null if it is none of those that are wanted
     * @param separator between two rows
     */
    static <T> Part rows(Source<T> source, Function<T, Place> place, Function<T, String> text, String separator) {
        return new Part() {
            private Place behind;
            private boolean isAtEnd;
            private String before = "";

            @Override
            public String next() throws ApiException {
                if (isAtEnd) {
                    return null;
                }
                List<T> rows = Awaited.of(source.ask(behind, CHUNK), Awaited.OF_LONG_ANSWER);
                isAtEnd = rows.size() < CHUNK;
                behind = rows.isEmpty() ? behind : place.apply(rows.get(rows.size() - 1));
                String piece = rows.stream().map(text).filter(Objects::nonNull).collect(Collectors.joining(separator));
                if (piece.isEmpty()) {
                    return "";
                }
                String whole = before + piece;
                before = separator;
                return whole;
            }
        };
    }

    /**
     * Begins it: whether the database answers at all is known before anything is sent.
     *
     * @param parts in their order
     * @throws ApiException if there is no room for it, or the database does not give its first rows
     */
    static LongAnswer begin(Turns turns, Part... parts) throws ApiException {
        LongAnswer answer = new LongAnswer(new ArrayDeque<>(List.of(parts)), turns.begin());
        try {
            String head = answer.next();
            answer.first = head + Objects.requireNonNullElse(answer.next(), "");
            return answer;
        } catch (ApiException | RuntimeException | Error e) {
            answer.close();
            throw e;
        }
    }

    @Override
    public String next() throws ApiException {
        if (first != null) {
            String piece = first;
            first = null;
            return piece;
        }
        while (!parts.isEmpty()) {
            String piece = parts.peek().next();
            if (piece != null) {
                return piece;
            }
            parts.remove();
        }
        return null;
    }

    @Override
    public void close() {
        turn.close();
    }
}
