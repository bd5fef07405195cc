package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.SessionConnection;

/** A TCP connection of a client, in the terms of the host's network library. */
interface ClientChannel extends SessionConnection {
    /** The host's session on this connection now; null before the host made one. */
    LocalClientSession hostSession();

    /** Ends the connection at once, without another word to the client. Unwritten data is dropped. */
    void disconnect();

    /** Whether all that was written has been handed to the operating system, or the connection has ended. */
    boolean isFlushed();

    @Override
    default String transport() {
        return "tcp";
    }
}
