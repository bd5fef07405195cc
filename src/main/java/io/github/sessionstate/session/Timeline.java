package io.github.sessionstate.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.sessionstate.text.Quote;

/**
 * The transitions of one session since it began. Bounded, and small, as every session has one: beyond
 * {@value #KEPT} the beginning stays and the end stays, and of what lies between the oldest goes. Thread-safe.
 */
public final class Timeline {
    /** How many transitions are kept. */
    static final int KEPT = 32;

    /** So many of them are the first ones: accept, header, authentication, header, bind. */
    static final int FIRST_KEPT = 8;

    private static final int MAX_DETAIL = 20;

    private static final SessionEventKind[] KINDS = SessionEventKind.values();

    // Accept to bind without TLS, and by how much it grows: most sessions never have more than a handful.
    private static final int LENGTH = 5;
    private static final int STEP = 2;
    // Bits of a moment that tell its kind, and those that tell which of the usual details it has, if it has one of them.
    private static final int KIND_BITS = 4;
    private static final int DETAIL_BITS = 3;
    private static final List<String> USUAL =
            Arrays.asList("available", "away", "chat", "dnd", "xa", "unavailable");

    // Each the milliseconds since 1970, then the detail, then the kind.
    private long[] moments = new long[LENGTH];
    // Those that are not usual; null before the first.
    private String[] details;
    private int size;
    private int left;

    synchronized void add(SessionEvent event) {
        if (size == KEPT) {
            dropOldest(moments);
            if (details != null) {
                dropOldest(details);
            }
            size--;
            left++;
        } else if (size == moments.length) {
            int length = Math.min(KEPT, size + STEP);
            moments = Arrays.copyOf(moments, length);
            details = details == null ? null : Arrays.copyOf(details, length);
        }
        String detail = detail(event);
        long usual = USUAL.indexOf(detail) + 1;
        moments[size] = (event.at().toEpochMilli() << DETAIL_BITS | usual) << KIND_BITS | event.kind().ordinal();
        if (details == null && detail != null && usual == 0) {
            details = new String[moments.length];
        }
        if (details != null) {
            details[size] = detail;
        }
        size++;
    }

    private static void dropOldest(Object array) {
        System.arraycopy(array, FIRST_KEPT + 1, array, FIRST_KEPT, KEPT - FIRST_KEPT - 1);
    }

    private static String detail(SessionEvent event) {
        return switch (event.kind()) {
            // A client writes what it likes, and as much of it.
            case PRESENCE -> Quote.cut(event.after().broadcast().show(), MAX_DETAIL);
            case DESTROYED -> event.cause().toString();
            case LOGIN_FAILED -> event.session().loginFailure().condition();
            default -> null;
        };
    }

    /** When the session lost its connection for the last time; empty if it never did, or that is not kept. */
    Optional<Instant> detachedSince() {
        return moments().stream().filter(moment -> moment.kind() == SessionEventKind.DETACHED).map(SessionMoment::at)
                .reduce((earlier, later) -> later);
    }

    /** A copy, oldest first. */
    synchronized List<SessionMoment> moments() {
        List<SessionMoment> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int usual = (int) (moments[i] >> KIND_BITS & (1 << DETAIL_BITS) - 1);
            all.add(new SessionMoment(KINDS[(int) (moments[i] & (1 << KIND_BITS) - 1)],
                    Instant.ofEpochMilli(moments[i] >> KIND_BITS + DETAIL_BITS),
                    usual > 0 ? USUAL.get(usual - 1) : details == null ? null : details[i],
                    i == FIRST_KEPT ? left : 0));
        }
        return all;
    }
}
