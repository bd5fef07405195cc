package io.github.sessionstate.web;

import java.util.Comparator;
import java.util.List;

/**
 * The greatest groups of the sessions that match.
 *
 * @param groups     the greatest first
 * @param groupCount how many groups there are in all
 * @param others     how many sessions are in groups that are not told
 * @param total      how many sessions match
 * @param connected  how many of them are connected resources
 */
record SessionGroups(List<Group> groups, int groupCount, int others, int total, int connected) {
    /**
     * Sessions that have something in common.
     *
     * @param value  what that is, as the first of them has it: text is one in any case; null for what they do not have
     * @param count  how many they are
     * @param filter what gives them
     */
    record Group(Object value, int count, String filter) {
    }

    /**
     * Sessions whose values are one for a filter.
     *
     * @param text  the value without regard to case; null for none
     * @param count how many they are
     * @param place of the oldest
     */
    private record Counted(String text, int count, int place) implements Comparable<Counted> {
        private static final Comparator<String> ALPHABET = Comparator.nullsLast(Comparator.naturalOrder());

        @Override
        public int compareTo(Counted other) {
            return compare(text, count, other);
        }

        // Of groups of one size the first in the alphabet; last those that do not have it.
        private static int compare(String text, int count, Counted other) {
            int bySize = Integer.compare(other.count, count);
            return bySize != 0 ? bySize : ALPHABET.compare(text, other.text);
        }
    }

    static SessionGroups of(RunningServices services, SessionsQuery query) {
        return SessionScan.run(services, query, scan -> of(scan, query));
    }

    private static SessionGroups of(SessionScan scan, SessionsQuery query) {
        SessionGrouping grouping = query.grouping();
        KeptColumn<String> texts = scan.snapshot().column(grouping.text());
        int[] counts = new int[texts.numbersEnd()];
        int[] oldest = new int[texts.numbersEnd()];
        int groupCount = 0;
        for (int place : scan.matches()) {
            int number = texts.numberAt(place);
            if (counts[number]++ == 0) {
                oldest[number] = place;
                groupCount++;
            }
        }
        Firsts<Counted> greatest = new Firsts<>(query.limit(), Comparator.naturalOrder());
        for (int number = 0; number < counts.length; number++) {
            // Mostly there are many small ones, of which no objects are made.
            if (counts[number] > 0 && (greatest.last() == null
                    || Counted.compare(texts.value(number), counts[number], greatest.last()) < 0)) {
                greatest.add(new Counted(texts.value(number), counts[number], oldest[number]));
            }
        }
        List<Group> groups = greatest.list().stream().map(counted -> {
            Object value = scan.snapshot().read(grouping.value(), counted.place);
            return new Group(value, counted.count, FilterValue.term(grouping.key(), value));
        }).toList();
        return new SessionGroups(groups, groupCount,
                scan.matches().length - groups.stream().mapToInt(Group::count).sum(), scan.matches().length, scan.connected());
    }
}
