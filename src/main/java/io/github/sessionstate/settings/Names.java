package io.github.sessionstate.settings;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.sessionstate.address.AddressRange;

/** Names with commas between them, as some properties hold. */
public final class Names {
    // RFC 7622 §3.3.1; what is left is any name that a user can have, in the server's own spelling of escapes
    // (XEP-0106).
    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}\"&'/:<>@,]+");

    private Names() {
    }

    /** The names of a list, in its order; none if it is blank. */
    public static List<String> of(String list) {
        return list.isBlank() ? List.of() : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /** Whether each of them can be the name of a user. */
    static boolean areUsers(String list) {
        return of(list).stream().allMatch(USER.asMatchPredicate());
    }

    /** Whether each of them can be the name of a group: none is empty. */
    static boolean areGroups(String list) {
        return of(list).stream().noneMatch(String::isEmpty);
    }

    /** Whether each of them is an IP address or a block of them. */
    static boolean areAddresses(String list) {
        return of(list).stream().allMatch(AddressRange::isRange);
    }

    /** The names of a list that something is not known by. */
    public static List<String> unknown(String list, Predicate<String> isKnown) {
        return of(list).stream().filter(isKnown.negate()).toList();
    }
}
