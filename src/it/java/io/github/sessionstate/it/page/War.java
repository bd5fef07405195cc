package io.github.sessionstate.it.page;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/** Clients that take one resource from each other; each is there when it is thrown out, and ends its connection. */
final class War implements AutoCloseable {
    /** By then the server has seen that a client is gone. */
    private static final Duration SEEN = Duration.ofMillis(200);

    private final List<RawClient> clients = new ArrayList<>();

    private War() {
    }

    /**
     * Takes the resource from one client after the other.
     *
     * @param binds how many; one more than kicks
     */
    static War about(OpenfireHost host, String user, String resource, int binds) throws Exception {
        War war = new War();
        try {
            for (int i = 0; i < binds; i++) {
                RawClient client = host.connect();
                war.clients.add(client);
                client.login(user, HostOptions.PASSWORD, resource);
                if (i > 0 && client.boundJid().endsWith('/' + resource)) {
                    war.clients.get(i - 1).awaitEnd();
                    war.clients.get(i - 1).close();
                    Thread.sleep(SEEN.toMillis());
                }
            }
            return war;
        } catch (Exception | AssertionError e) {
            war.close();
            throw e;
        }
    }

    /** What each was bound to, in their order. */
    List<String> boundJids() {
        return clients.stream().map(RawClient::boundJid).toList();
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
