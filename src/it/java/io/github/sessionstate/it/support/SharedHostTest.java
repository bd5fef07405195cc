package io.github.sessionstate.it.support;

import java.io.IOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;

/** A test with the host that all tests share, and its table of sessions. */
@ExtendWith(SharedHost.class)
public abstract class SharedHostTest {
    protected OpenfireHost host;
    protected SessionTable table;

    @BeforeEach
    final void share(OpenfireHost shared) throws IOException {
        host = shared;
        table = new SessionTable(host);
    }
}
