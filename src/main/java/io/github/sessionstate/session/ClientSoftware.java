package io.github.sessionstate.session;

import io.github.sessionstate.text.Quote;

/**
 * What a client says that it is: its own words, so neither true nor harmless.
 *
 * @param name    the program (XEP-0092), or an address that names it (XEP-0115); never null
 * @param version null if it does not tell
 * @param os      the operating system; null if it does not tell
 */
public record ClientSoftware(String name, String version, String os) {
    private static final int MAX_LENGTH = 256;

    /** Cuts what is long: clients choose, and lists show it of every session. */
    public ClientSoftware {
        name = Quote.cut(name, MAX_LENGTH);
        version = Quote.cut(version, MAX_LENGTH);
        os = Quote.cut(os, MAX_LENGTH);
    }

    /** Name and version in one line. */
    @Override
    public String toString() {
        return version == null ? name : name + ' ' + version;
    }
}
