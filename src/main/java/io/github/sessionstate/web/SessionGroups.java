package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The greatest groups of the sessions that match. Each session is looked at once, and nothing is made of it: what is
 * kept meanwhile is one entry for each value, which is the session's own.
 *
 * @param groups     the greatest first
 * @param groupCount how many groups there are in all
 * @param others     how many sessions are in groups that are not told
 * @param total      how many sessions match
 * @param connected  how many of them are connected resources
 */
record SessionGroups(List<Group> groups, int groupCount, int others, int total, int connected) {
    // Of groups of one size the first in the alphabet; last those that do not have it.
    private static final Comparator<Counter> GREATEST_FIRST = Comparator.<Counter>comparingInt(counter -> -counter.count)
            .thenComparing(Counter::text, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));

    /**
     * Sessions that have something in common.
     *
     * @param value  what that is, as the first of them has it: text is one in any case; null for what they do not have
     * @param count  how many they are
     * @param filter what gives them
     */
    record Group(Object value, int count, String filter) {
    }

    private static final class Counter {
        private final Object value;
        private int count;

        Counter(Object value) {
            this.value = value;
        }

        String text() {
            return value == null ? null : value.toString();
        }
    }

    static SessionGroups of(RunningServices services, SessionsQuery query) {
        Map<Object, Counter> counters = new HashMap<>();
        SessionScan.Sum all = SessionScan.run(services.sessions(), query, query.grouping().value(),
                (session, state, value) -> count(counters, value));
        List<Group> groups = greatest(counters, query.limit()).stream().map(counter -> new Group(counter.value,
                counter.count, FilterValue.term(query.grouping().key(), counter.value))).toList();
        return new SessionGroups(groups, counters.size(),
                all.total() - groups.stream().mapToInt(Group::count).sum(), all.total(), all.connected());
    }

    // A filter takes text in any case for the same.
    private static void count(Map<Object, Counter> counters, Object value) {
        Object key = value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
        Counter counter = counters.get(key);
        if (counter == null) {
            counter = new Counter(value);
            counters.put(key, counter);
        }
        counter.count++;
    }

    private static List<Counter> greatest(Map<Object, Counter> counters, int limit) {
        // The first is the one to go when a greater one comes.
        PriorityQueue<Counter> greatest = new PriorityQueue<>(GREATEST_FIRST.reversed());
        for (Counter counter : counters.values()) {
            if (greatest.size() < limit) {
                greatest.add(counter);
            } else if (limit > 0 && GREATEST_FIRST.compare(counter, greatest.peek()) < 0) {
                greatest.remove();
                greatest.add(counter);
            }
        }
        List<Counter> sorted = new ArrayList<>(greatest);
        sorted.sort(GREATEST_FIRST);
        return sorted;
    }
}
