package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.address.IpAddress;
import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastSession;

/** What a filter may ask of the sessions that are kept in the database, and which of it an index can look for. */
final class PastTerms {
    /** Why sessions ended, where that is only found out later. */
    static final List<String> LATE_CAUSES = List.of(PastEnd.SERVER_LOST, PastEnd.TRACKING_STOPPED);

    private PastTerms() {
    }

    /**
     * What may stand before a colon.
     *
     * @param keys   what may stand there for other sessions
     * @param cause  what stands there to ask for the cause of the end
     * @param others the causes that other sessions may have
     */
    static Map<String, TermParser> keys(Map<String, TermParser> keys, String cause, List<String> others) {
        Map<String, TermParser> all = new TreeMap<>(keys);
        List<String> causes = causes(others);
        // None of one that goes on.
        all.put(cause, FilterTerms.choiceOrNone(causes, (session, state) ->
                session instanceof PastSession past && past.end() != null ? past.end().cause() : null));
        all.put(SessionColumn.IP.key(), withNetworks(all.get(SessionColumn.IP.key())));
        look(all, cause, ExactTerm.Key.CAUSE, value ->
                causes.stream().filter(value.text()::equalsIgnoreCase).findFirst().orElse(null));
        look(all, SessionColumn.USERNAME.key(), ExactTerm.Key.USERNAME, PastTerms::username);
        look(all, SessionColumn.FULL_JID.key(), ExactTerm.Key.USERNAME, PastTerms::usernameOfJid);
        look(all, SessionColumn.IP.key(), ExactTerm.Key.IP, value -> value.isNone() ? null : address(value.text()));
        return all;
    }

    // Of rows whose address was cut only the network is known: all are found that may have been there.
    private static TermParser withNetworks(TermParser addresses) {
        return value -> {
            FilterTerm term = addresses.parse(value);
            if (value.isNone()) {
                return (session, state, now) -> state.ip() == null;
            }
            AddressRange asked = AddressRange.of(value.text());
            return (session, state, now) -> term.holds(session, state, now) || isNetwork(state.ip(), asked);
        };
    }

    private static boolean isNetwork(String ip, AddressRange asked) {
        AddressRange network = ip == null || ip.indexOf('/') < 0 ? null : AddressRange.of(ip);
        return network != null && network.meets(asked);
    }

    /** All causes, with those that other sessions may have before them. */
    static List<String> causes(List<String> others) {
        return Stream.concat(others.stream(), LATE_CAUSES.stream()).toList();
    }

    // Null from the function for what is not exact.
    private static void look(Map<String, TermParser> keys, String name, ExactTerm.Key key,
                             Function<FilterValue, String> exact) {
        TermParser terms = keys.get(name);
        keys.put(name, value -> {
            FilterTerm term = terms.parse(value);
            String its = exact.apply(value);
            return its == null ? term : new ExactTerm(key, its, term);
        });
    }

    private static String username(FilterValue value) {
        return value.isNone() ? null : username(value, value.text());
    }

    // The part before the first @, which no username has.
    private static String usernameOfJid(FilterValue value) {
        int at = value.text().indexOf('@');
        return at <= 0 || value.text().lastIndexOf('/', at) >= 0 ? null
                : username(value, value.text().substring(0, at));
    }

    private static String username(FilterValue value, String text) {
        boolean isExact = (value.isQuoted() || text.indexOf('*') < 0) && !ControlCharacters.areIn(text);
        return isExact ? folded(text) : null;
    }

    // As JIDs have it (RFC 7622 §3.3: in lower case), and by characters as a filter compares them.
    private static String folded(String text) {
        return text.chars().mapToObj(c -> String.valueOf(TextSearch.fold((char) c))).collect(Collectors.joining());
    }

    /** The address as the server writes it, and so as rows have it; null for a block, and if that is not sure. */
    static String address(String text) {
        AddressRange range = AddressRange.of(text);
        if (range == null || range.prefix() < range.network().length()) {
            return null;
        }
        IpAddress address = range.network();
        if (!address.isIpv6()) {
            return Stream.of(24, 16, 8, 0).map(bits -> String.valueOf(address.low() >>> bits & 0xff))
                    .collect(Collectors.joining("."));
        }
        // Of a link or a site: what is written then has the zone.
        boolean hasZone = address.high() >>> 56 == 0xfe;
        return hasZone ? null : groups(address.high()) + ':' + groups(address.low());
    }

    private static String groups(long half) {
        return Stream.of(48, 32, 16, 0).map(bits -> Long.toHexString(half >>> bits & 0xffff))
                .collect(Collectors.joining(":"));
    }
}
