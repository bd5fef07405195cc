package io.github.sessionstate.web;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionRegistry;

/**
 * Finds a page of sessions. Without a selection, in the order of age or of full JIDs, it is read from the registry's
 * indexes and costs what the page has; else each session is looked at once, and only those of the page are kept.
 */
final class SessionSearch {
    private final RunningServices services;
    private final SessionsQuery query;
    private final SessionRegistry registry;
    private final SessionOrder order;
    private final boolean isBackward;
    private final Instant at = Instant.now();
    // One more than the page, forward, which tells where the next one begins.
    private final int wanted;

    SessionSearch(RunningServices services, SessionsQuery query) {
        this.services = services;
        this.query = query;
        this.registry = services.sessions();
        this.order = query.order();
        this.isBackward = query.before() != null;
        this.wanted = query.limit() + (isBackward ? 0 : 1);
    }

    /**
     * A page.
     *
     * @param sessions the page, in order
     * @param from     where it begins; null if it is empty
     * @param next     where the page after it begins; null if there is none
     * @param total    how many sessions match in all
     */
    record Page(List<SessionView> sessions, Cursor from, Cursor next, int total) {
    }

    private record Row(SessionView view, Cursor cursor) {
    }

    Page run() {
        boolean isIndexed = query.isAll() && (order.column() == null || order.column() == SessionColumn.FULL_JID);
        return isIndexed ? indexed() : searched();
    }

    // ------------------------------------------------------------------ by index

    private Page indexed() {
        Deque<Row> rows = new ArrayDeque<>();
        Iterator<Session> sessions = (isBackward ? inReverse(query.before()) : inOrder(query.from())).iterator();
        while (rows.size() < wanted && sessions.hasNext()) {
            Row row = row(SessionView.of(sessions.next(), services, at));
            // It begins with what may be there no more, or with the session that the page is to end before.
            if (row.view().state().isDestroyed() || !isInReach(row.cursor())) {
                continue;
            }
            if (isBackward) {
                rows.addFirst(row);
            } else {
                rows.addLast(row);
            }
        }
        // The counter is kept; it may run a moment behind what was just read.
        return page(new ArrayList<>(rows), Math.max(Math.min(rows.size(), query.limit()), registry.counts().total()));
    }

    private Stream<Session> inOrder(Cursor from) {
        if (order.column() == null) {
            return registry.inOrderOfAge(from == null ? null : from.id(), false);
        }
        if (from != null && from.key() == null) {
            return registry.unboundInOrderOfAge(from.id(), false);
        }
        return Stream.concat(registry.inOrderOfFullJid(from == null ? null : from.key(), order.isDescending()),
                registry.unboundInOrderOfAge(null, false));
    }

    private Stream<Session> inReverse(Cursor before) {
        if (order.column() == null) {
            return registry.inOrderOfAge(before.id(), true);
        }
        Stream<Session> bound = registry.inOrderOfFullJid(before.key(), !order.isDescending());
        return before.key() != null ? bound
                : Stream.concat(registry.unboundInOrderOfAge(before.id(), true), bound);
    }

    // ------------------------------------------------------------------ by looking at each

    private Page searched() {
        Comparator<Row> comparator = Comparator.comparing(Row::cursor, order);
        // The first is the one to go when a better one comes.
        PriorityQueue<Row> best = new PriorityQueue<>(isBackward ? comparator : comparator.reversed());
        int total = 0;
        for (Iterator<Session> sessions = candidates().iterator(); sessions.hasNext();) {
            SessionView view = SessionView.of(sessions.next(), services, at);
            if (!query.matches(view)) {
                continue;
            }
            total++;
            Row row = row(view);
            if (isInReach(row.cursor())) {
                best.add(row);
                if (best.size() > wanted) {
                    best.remove();
                }
            }
        }
        List<Row> rows = new ArrayList<>(best);
        rows.sort(comparator);
        return page(rows, total);
    }

    // The narrowest table that surely holds all matches. For a username that is the whole: sessions that are
    // authenticated and not bound have one, and no index knows them.
    private Stream<Session> candidates() {
        if (query.ids() != null) {
            return query.ids().stream().flatMap(id -> registry.byId(id).stream());
        }
        if (query.fullJid() != null) {
            return registry.byFullJid(query.fullJid()).stream();
        }
        return registry.inOrderOfAge(null, false);
    }

    // ------------------------------------------------------------------ for both

    private Row row(SessionView view) {
        return new Row(view, order.cursor(view));
    }

    private boolean isInReach(Cursor cursor) {
        return isBackward ? order.compare(cursor, query.before()) < 0
                : query.from() == null || order.compare(cursor, query.from()) >= 0;
    }

    /** @param rows in order, with the one more that tells where the next page begins */
    private Page page(List<Row> rows, int total) {
        Cursor next = query.before();
        if (!isBackward) {
            next = rows.size() > query.limit() ? rows.remove(rows.size() - 1).cursor() : null;
        }
        return new Page(rows.stream().map(Row::view).toList(), rows.isEmpty() ? null : rows.get(0).cursor(), next,
                total);
    }
}
