package io.github.sessionstate.it.host;

/** What some versions of Openfire do wrong, with the plugin or without, so that a test cannot have its way there. */
public enum HostDefect {
    /** A reset detaches it; from 5.1 on it is the other way about, and a reset ends it. */
    FIN_ENDS_RESUMABLE_SESSION("4.8", "5.1", "A connection that ends with a FIN and without the end of the stream ends a"
            + " session that could be resumed (XEP-0198)"),
    /** A client without the means to resume may be listed for good. */
    DROPPED_WEBSOCKET_STAYS("4.2", "4.5", "A session with stream management whose WebSocket drops stays as connected"
            + " until it is resumed, replaced or closed"),
    /** Clients of the tests speak TLS 1.2 there. */
    TLS_1_3_STALLS("4.7", "4.8", "What a client sends first over TLS 1.3 is at times not read (MINA 2.1.3)"),
    /** Neither begun nor taken over there. */
    NO_RESUMPTION_BY_WEBSOCKET("4.5", "4.8", "Sessions cannot be resumed by WebSocket (XEP-0198)"),
    /** It gives each stanza to any of several threads. */
    WEBSOCKET_OUT_OF_ORDER("4.7", "4.8", "What a client sends at once by WebSocket is at times worked on in another"
            + " order"),
    /** Before the bind it tells nobody of an end. */
    END_WITHOUT_A_WORD("4.2", "4.8", "A stanza that cannot be read ends an unbound stream without a stream error"),
    /** The plugin puts the route back as soon as it hears of the end. */
    LATE_END_TAKES_ROUTE("4.2", "5.1", "A session that ends late takes the route of the one that has its full JID now,"
            + " and the answer to a request of that moment is lost"),
    /** The plugin finds out by itself. */
    SILENT_ABOUT_ENDS("4.8", "4.9", "No event tells that a session has ended, and it stays in the count of connections"),
    /** The plugin takes them out. */
    BOUND_AMONG_UNBOUND("4.8", "4.9.1", "Every session that was ever bound stays in the table of unbound ones"
            + " (OF-2896)"),
    /** Two threads empty its queue without a lock, main included. */
    BOSH_SENDS_TWICE("4.7", "6", "What two threads send a client on BOSH at the same moment may reach it twice");

    private final String from;
    private final String until;
    private final String text;

    /** @param until the first version without it */
    HostDefect(String from, String until, String text) {
        this.from = from;
        this.until = until;
        this.text = text;
    }

    /** Whether this version has it. */
    boolean isIn(String version) {
        return Versions.isAtLeast(version, from) && !Versions.isAtLeast(version, until);
    }

    /** A row of a table: from which version on, until before which, and what it is. */
    String row() {
        return "| " + String.join(" | ", from, until, text) + " |";
    }
}
