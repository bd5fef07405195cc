package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The first ones of many in an order. Keeps about as many as are wanted. */
final class Firsts<T> {
    private static final int ROOM = 1_024;

    private final int wanted;
    private final Comparator<? super T> order;
    private final List<T> found = new ArrayList<>();
    private T last;

    /** @param wanted how many at most */
    Firsts(int wanted, Comparator<? super T> order) {
        this.wanted = wanted;
        this.order = order;
    }

    /** One that is to stand before the {@link #last()}. */
    void add(T one) {
        found.add(one);
        if (found.size() >= wanted + ROOM) {
            cut();
        }
    }

    /** What does not stand before this is not among the first; null while everything may be. */
    T last() {
        return last;
    }

    /** All, in order. */
    List<T> list() {
        cut();
        return found;
    }

    private void cut() {
        found.sort(order);
        if (found.size() > wanted) {
            found.subList(wanted, found.size()).clear();
        }
        last = found.size() == wanted && wanted > 0 ? found.get(wanted - 1) : last;
    }
}
