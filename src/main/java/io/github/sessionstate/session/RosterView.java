package io.github.sessionstate.session;

import java.util.List;

/** Reads rosters (RFC 6121 §2) from the host, at the moment of the question. */
public interface RosterView {
    /**
     * The contacts of a user, without pending inbound subscription requests.
     *
     * @param username the node part of the user's JID
     * @return bare JIDs in their sorted order; empty if the user has none or the host cannot read the roster
     */
    List<String> contacts(String username);

    /** The same contacts with what the roster says of them, in the same order; here nothing but their addresses. */
    default List<RosterContact> items(String username) {
        return contacts(username).stream().map(jid -> new RosterContact(jid, null, List.of(), null, false)).toList();
    }
}
