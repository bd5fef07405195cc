package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.xmpp.RawClient;

/** How far a session has come. */
enum Stage {
    ACCEPTED, OPEN, AUTHENTICATED, RESTARTED, BOUND, AVAILABLE;

    /** Of a session that is bound. */
    static final String JID = "john@example.org/ending";

    void reach(RawClient client) throws IOException {
        if (compareTo(OPEN) >= 0) {
            client.openStream();
        }
        if (compareTo(AUTHENTICATED) >= 0) {
            client.authPlain("john", HostOptions.PASSWORD);
        }
        if (compareTo(RESTARTED) >= 0) {
            client.openStream();
        }
        if (compareTo(BOUND) >= 0) {
            client.bind("ending");
            assertThat(client.boundJid()).isEqualTo(JID);
        }
        if (this == AVAILABLE) {
            client.presence("");
            client.sync();
        }
    }

    boolean isBound() {
        return compareTo(BOUND) >= 0;
    }
}
