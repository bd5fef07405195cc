package io.github.sessionstate.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;

/**
 * Finds a page of sessions. Without a selection, in the order of age or of full JIDs, it is read from the registry's
 * indexes and costs what the page has; else each session is looked at once, and only those of the page are kept.
 *
 * @param <K> what the sessions are ordered by
 */
final class SessionSearch<K> {
    private final RunningServices services;
    private final SessionsQuery query;
    private final SessionRegistry registry;
    private final Paging<K> paging;
    private final SessionOrder<K> order;
    // One more than the page, forward, which tells where the next one begins.
    private final int wanted;

    private SessionSearch(RunningServices services, SessionsQuery query, Paging<K> paging) {
        this.services = services;
        this.query = query;
        this.registry = services.sessions();
        this.paging = paging;
        this.order = paging.order();
        this.wanted = query.limit() + (paging.isBackward() ? 0 : 1);
    }

    /**
     * A page.
     *
     * @param rows      the page, in order
     * @param from      where it begins; null if it is empty
     * @param next      where the page after it begins; null if there is none
     * @param total     how many sessions match in all
     * @param connected how many of them are connected resources
     */
    record Page(List<Row> rows, Cursor from, Cursor next, int total, int connected) {
    }

    /**
     * A session of the page.
     *
     * @param cursor where it stands
     */
    record Row(SessionView view, Cursor cursor) {
    }

    /** A session of the page, as it was when it was looked at. */
    private record Found<K>(Session session, SessionState state, Place<K> place) {
    }

    /**
     * A session that may come to stand in the page.
     *
     * @param place in the snapshot, where an older one has a smaller one
     */
    private record Candidate<K>(K key, int place) {
    }

    static Page run(RunningServices services, SessionsQuery query) {
        return run(services, query, query.paging());
    }

    private static <K> Page run(RunningServices services, SessionsQuery query, Paging<K> paging) {
        SessionSearch<K> search = new SessionSearch<>(services, query, paging);
        return query.isAll() && (search.order.isByAge() || search.order.column() == SessionColumn.FULL_JID)
                ? search.indexed() : search.searched();
    }

    // ------------------------------------------------------------------ by index

    private Page indexed() {
        Deque<Found<K>> found = new ArrayDeque<>();
        Iterator<Session> sessions = (paging.isBackward() ? inReverse(paging.before()) : inOrder(paging.from()))
                .iterator();
        while (found.size() < wanted && sessions.hasNext()) {
            Session session = sessions.next();
            SessionState state = session.state();
            K key = order.key(session, state);
            // It begins with what may be there no more, or with the session that the page is to end before.
            if (state.isDestroyed() || !paging.isInReach(key, session.id())) {
                continue;
            }
            Found<K> one = new Found<>(session, state, new Place<>(key, session.id()));
            if (paging.isBackward()) {
                found.addFirst(one);
            } else {
                found.addLast(one);
            }
        }
        SessionCounts counts = registry.counts();
        // The counter is kept; it may run a moment behind what was just read.
        return page(new ArrayList<>(found), Math.max(Math.min(found.size(), query.limit()), counts.total()),
                counts.connected());
    }

    private Stream<Session> inOrder(Place<K> from) {
        if (order.isByAge()) {
            return registry.inOrderOfAge(from == null ? null : from.id(), order.isDescending());
        }
        if (from != null && from.key() == null) {
            return registry.unboundInOrderOfAge(from.id(), false);
        }
        return Stream.concat(registry.inOrderOfFullJid(from == null ? null : from.key().toString(),
                order.isDescending()), registry.unboundInOrderOfAge(null, false));
    }

    private Stream<Session> inReverse(Place<K> before) {
        if (order.isByAge()) {
            return registry.inOrderOfAge(before.isEnd() ? null : before.id(), !order.isDescending());
        }
        if (before.key() != null) {
            return registry.inOrderOfFullJid(before.key().toString(), !order.isDescending());
        }
        return Stream.concat(registry.unboundInOrderOfAge(before.id(), true),
                registry.inOrderOfFullJid(null, !order.isDescending()));
    }

    // ------------------------------------------------------------------ by looking at each

    private Page searched() {
        return SessionScan.run(services, query, this::searched);
    }

    private Page searched(SessionScan scan) {
        Snapshot snapshot = scan.snapshot();
        Comparator<Candidate<K>> inOrder = Comparator.<Candidate<K>, K>comparing(Candidate::key, order::compareKeys)
                .thenComparingInt(Candidate::place);
        Firsts<Candidate<K>> best = new Firsts<>(wanted, paging.isBackward() ? inOrder.reversed() : inOrder);
        List<K> keys = keys(snapshot.values(order.value().key()), scan.matches());
        for (int i = 0; i < keys.size(); i++) {
            K key = keys.get(i);
            int place = scan.matches()[i];
            if (mayBeBetter(key, best.last())
                    && (paging.isWhole() || paging.isInReach(key, snapshot.session(place).id()))) {
                best.add(new Candidate<>(key, place));
            }
        }
        List<Candidate<K>> found = best.list();
        if (paging.isBackward()) {
            Collections.reverse(found);
        }
        return page(found.stream().map(one -> {
            Session session = snapshot.session(one.place());
            return new Found<>(session, snapshot.state(one.place()), new Place<>(one.key(), session.id()));
        }).collect(Collectors.toCollection(ArrayList::new)), scan.matches().length, scan.connected());
    }

    // Read in a row before they are compared: so the waits of many for memory pass at the same time.
    private static <K> List<K> keys(IntFunction<K> values, int[] places) {
        List<K> keys = new ArrayList<>(places.length);
        for (int place : places) {
            keys.add(values.apply(place));
        }
        return keys;
    }

    // Of those that are equal the older one, which comes first here, comes first in every order.
    private boolean mayBeBetter(K key, Candidate<K> last) {
        int byKey = last == null ? 0 : order.compareKeys(key, last.key());
        return last == null || (paging.isBackward() ? byKey >= 0 : byKey < 0);
    }

    // ------------------------------------------------------------------ for both

    /** @param found in order, with the one more that tells where the next page begins */
    private Page page(List<Found<K>> found, int total, int connected) {
        Place<K> next;
        if (paging.isBackward()) {
            next = paging.before().isEnd() ? null : paging.before();
        } else {
            next = found.size() > query.limit() ? found.remove(found.size() - 1).place() : null;
        }
        List<Row> rows = found.stream().map(one -> new Row(new SessionView(one.session(), one.state(), services),
                one.place().cursor())).toList();
        return new Page(rows, rows.isEmpty() ? null : rows.get(0).cursor(), next == null ? null : next.cursor(), total,
                connected);
    }
}
