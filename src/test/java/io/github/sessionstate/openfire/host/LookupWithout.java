package io.github.sessionstate.openfire.host;

import java.util.Set;

/** The lookup of a host that lacks some capabilities, and offers all others that the class path of the build does. */
public final class LookupWithout extends HostLookup {
    /** What such a host is said to lack. */
    public static final String MISSING = "taken.away";

    private final Set<String> lacking;

    /** @param lacking the names of capabilities */
    public LookupWithout(String... lacking) {
        this.lacking = Set.of(lacking);
    }

    @Override
    <T> Capability<T> capability(String name, Finder<T> finder) {
        return lacking.contains(name) ? Capability.notOffered(name, MISSING) : super.capability(name, finder);
    }
}
