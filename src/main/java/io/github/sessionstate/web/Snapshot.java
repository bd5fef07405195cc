package io.github.sessionstate.web;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;

import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * Sessions at one moment, each in a place of its own, in the order of their age. To look at all of them costs mostly
 * the wait for memory; so what can be kept of a session stands in {@link KeptColumns}, and no session is touched but
 * for what has changed since, and for values that change without its state.
 */
final class Snapshot {
    private final KeptColumns kept;
    private final Places places;
    private final long now = System.currentTimeMillis();
    // Those that were brought up to date for it.
    private final Map<Reading.Kept<?>, KeptColumn<?>> columns = new IdentityHashMap<>();

    /**
     * Takes it.
     *
     * @param kept from earlier ones; used by no other thread meanwhile
     */
    Snapshot(KeptColumns kept, Places places) {
        this.kept = kept;
        this.places = places;
    }

    /** How many places there are. */
    int size() {
        return places.sessions().length;
    }

    /** The session in this place; null if it is free. */
    Session session(int place) {
        return places.sessions()[place];
    }

    /** The state of the session in this place; null if it is free. */
    SessionState state(int place) {
        return places.states()[place];
    }

    /** The moment, in milliseconds since 1970. */
    long now() {
        return now;
    }

    /** The value of the session in this place, read from it. */
    <T> T read(Reading<T> reading, int place) {
        return reading.of(session(place), state(place));
    }

    /** Values of this kind, by the places of the sessions. */
    <T> IntFunction<T> values(Reading<T> reading) {
        if (reading instanceof Reading.Kept<T> its) {
            return column(its)::at;
        }
        if (reading instanceof Reading.Live<?, T> live) {
            return values(live);
        }
        return place -> read(reading, place);
    }

    private <S, T> IntFunction<T> values(Reading.Live<S, T> reading) {
        KeptColumn<S> sources = column(reading.source());
        return place -> {
            S source = sources.at(place);
            return source == null ? null : reading.value().apply(source);
        };
    }

    /** All values of a kind that is kept. */
    @SuppressWarnings("unchecked")
    <T> KeptColumn<T> column(Reading.Kept<T> reading) {
        KeptColumn<T> column = (KeptColumn<T>) columns.get(reading);
        if (column == null) {
            column = kept.of(reading);
            column.refresh(places, now);
            columns.put(reading, column);
        }
        return column;
    }
}
