package io.github.sessionstate.session;

import java.util.List;

/** Contacts of whom a test needs the address only. */
public final class StubContact {
    private StubContact() {
    }

    /** A contact with this bare JID. */
    public static RosterContact of(String jid) {
        return new RosterContact(jid, null, List.of(), null, false);
    }
}
