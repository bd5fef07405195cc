package io.github.sessionstate.session;

import java.util.List;

/** Reads rosters (RFC 6121 §2) from the server, at the moment of the question. */
public interface RosterView {
    /**
     * The contacts of a user, without pending inbound subscription requests.
     *
     * @param username the node part of the user's JID
     * @return sorted by their JIDs; empty if the user has none
     * @throws RosterUnreadableException if the server cannot read the roster
     */
    List<RosterContact> items(String username);

    /** The bare JIDs of the same contacts, in the same order. */
    default List<String> contacts(String username) {
        return items(username).stream().map(RosterContact::jid).toList();
    }
}
