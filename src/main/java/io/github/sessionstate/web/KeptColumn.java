package io.github.sessionstate.web;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.SessionState;

/**
 * One value of each session, kept side by side in memory, where a query finds them at once: what is read of 50,000
 * sessions lies in as many corners. A value that many share is there once, under a number. What nobody asks for any
 * more may lie here for long: no value leads to a session. Not thread-safe.
 */
final class KeptColumn<T> {
    /** The number of the value that there is not. */
    static final int NONE = 0;
    /** How old a value may be that changes unseen. To read one of every session costs several times the other work. */
    static final int MOST_MILLIS = 1_000;

    private static final int SMALLEST = 64;

    private final Reading.Kept<T> reading;
    // By the places of the sessions: which version the value is of, 0 if it must be read again; and its number.
    private long[] seen = new long[SMALLEST];
    private int[] numbers = new int[SMALLEST];
    private int size;
    // When all were read, in milliseconds since 1970.
    private long readAt;
    // By numbers.
    private Object[] values = new Object[SMALLEST];
    private int[] uses = new int[SMALLEST];
    private int end = NONE + 1;
    private final Map<T, Integer> numberOf = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    // By numbers as well, of each who asks, as long as it is there.
    private final Map<Object, byte[]> notes = new WeakHashMap<>();

    /** @param reading of values that {@code equals} tells apart; see {@link Endpoint} on that of records */
    KeptColumn(Reading.Kept<T> reading) {
        this.reading = reading;
    }

    /**
     * Reads the values that may have changed.
     *
     * @param places later than the last ones
     * @param now    in milliseconds since 1970
     */
    void refresh(Places places, long now) {
        // By the distance alone: the clock may be set back.
        if (reading.changesUnseen() && Math.abs(now - readAt) >= MOST_MILLIS) {
            Arrays.fill(seen, 0);
            readAt = now;
        }
        SessionState[] states = places.states();
        if (seen.length < states.length) {
            seen = Arrays.copyOf(seen, states.length + states.length / 4);
            numbers = Arrays.copyOf(numbers, seen.length);
        }
        for (int place = 0; place < states.length; place++) {
            SessionState state = states[place];
            if (state == null) {
                clear(place);
            } else if (places.versions()[place] != seen[place]) {
                put(place, number(reading.of(places.sessions()[place], state)));
                // Before that more may come to be known of a client than its state tells.
                seen[place] = state.isConnectedResource() ? places.versions()[place] : 0;
            }
        }
        for (int place = states.length; place < size; place++) {
            clear(place);
        }
        size = states.length;
    }

    private void clear(int place) {
        put(place, NONE);
        seen[place] = 0;
    }

    private void put(int place, int number) {
        int former = numbers[place];
        if (former == number) {
            return;
        }
        numbers[place] = number;
        uses[number]++;
        if (former != NONE && --uses[former] == 0) {
            numberOf.remove(values[former]);
            values[former] = null;
            free.push(former);
        }
    }

    private int number(T value) {
        if (value == null) {
            return NONE;
        }
        Integer known = numberOf.get(value);
        if (known != null) {
            return known;
        }
        int number = free.isEmpty() ? end++ : free.pop();
        if (number == values.length) {
            values = Arrays.copyOf(values, number * 2);
            uses = Arrays.copyOf(uses, number * 2);
        }
        values[number] = value;
        numberOf.put(value, number);
        for (byte[] ofOne : notes.values()) {
            if (number < ofOne.length) {
                ofOne[number] = 0;
            }
        }
        return number;
    }

    /** What somebody who asks has noted of the values, by their numbers, to go on with; 0 of those that are new since. */
    byte[] notes(Object asker) {
        return notes.compute(asker, (same, noted) -> noted == null ? new byte[values.length]
                : noted.length < values.length ? Arrays.copyOf(noted, values.length) : noted);
    }

    /** The number of the value of the session in this place: sessions have the same one if their values are equal. */
    int numberAt(int place) {
        return numbers[place];
    }

    /** Greater than every number. */
    int numbersEnd() {
        return end;
    }

    /** The value with this number; null for {@link #NONE}. */
    @SuppressWarnings("unchecked")
    T value(int number) {
        return (T) values[number];
    }

    /** The value of the session in this place; null if it does not have one. */
    T at(int place) {
        return value(numbers[place]);
    }
}
