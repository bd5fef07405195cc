package io.github.sessionstate.it.xmpp;

import java.io.IOException;

/** The server closed the stream or the connection. */
public final class StreamEndedException extends IOException {
    private static final long serialVersionUID = 1;

    StreamEndedException(String message) {
        super(message);
    }
}
