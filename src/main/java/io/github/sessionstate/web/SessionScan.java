package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntPredicate;

import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.SessionType;

/** Finds the sessions that a query asks for. */
final class SessionScan {
    private static final Reading.Kept<SessionType> TYPE = Reading.kept((session, state) -> state.type());

    private final Snapshot snapshot;
    private final int[] matches;
    private final int connected;

    private SessionScan(Snapshot snapshot, FilterTerm term) {
        this.snapshot = snapshot;
        KeptColumn<SessionType> types = snapshot.column(TYPE);
        IntPredicate matcher = term.over(snapshot);
        int[] found = new int[snapshot.size()];
        int count = 0;
        int bound = 0;
        for (int place = 0; place < found.length; place++) {
            SessionType type = types.at(place);
            // One may have ended just now.
            if (type != null && type != SessionType.C2S_DESTROYED && matcher.test(place)) {
                found[count++] = place;
                bound += type == SessionType.C2S ? 1 : 0;
            }
        }
        matches = Arrays.copyOf(found, count);
        connected = bound;
    }

    /**
     * Looks at all sessions, or at those few that the query names.
     *
     * @param user takes what was found. Nobody else looks meanwhile: what is kept for later belongs to all
     */
    static <R> R run(RunningServices services, SessionsQuery query, Function<SessionScan, R> user) {
        return run(services, query.named(services.sessions()), query.selection(services.knownTerms()), user);
    }

    /** Looks at all sessions alike for those of which this holds. */
    static <R> R run(RunningServices services, FilterTerm selection, Function<SessionScan, R> user) {
        return run(services, null, selection, user);
    }

    private static <R> R run(RunningServices services, Places named, FilterTerm selection,
                             Function<SessionScan, R> user) {
        KeptColumns kept = named == null ? services.keptColumns() : new KeptColumns();
        synchronized (kept) {
            Places places = named == null ? services.sessions().places() : named;
            return user.apply(new SessionScan(new Snapshot(kept, places), selection));
        }
    }

    /** All sessions that were looked at. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** The places of those that match, oldest first. */
    int[] matches() {
        return matches;
    }

    /** How many of them are connected resources. */
    int connected() {
        return connected;
    }
}
