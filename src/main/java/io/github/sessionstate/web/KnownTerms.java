package io.github.sessionstate.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the last filters asked. Pages ask the same again and again, and a term goes on with what it noted. */
final class KnownTerms {
    private static final int MOST = 32;

    // By the filters' text, the one that was asked for last at the end. Guarded by the lock of this.
    private final Map<String, FilterTerm> terms = new LinkedHashMap<>(MOST, 0.75f, true);

    /**
     * What the filter with this text asked before.
     *
     * @param term what it asks; returned if it is not known
     */
    synchronized FilterTerm known(String text, FilterTerm term) {
        FilterTerm known = terms.computeIfAbsent(text, same -> term);
        if (terms.size() > MOST) {
            terms.remove(terms.keySet().iterator().next());
        }
        return known;
    }
}
