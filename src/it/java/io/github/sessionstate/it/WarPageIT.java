package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.xmpp.RawClient;

/** A reconnect war shows on the page, whatever the clients call their resource. */
@ExtendWith(SharedHost.class)
class WarPageIT {
    private static final String RESOURCE = "\"><img src=x onerror=alert(1)>";
    private static final int KICKS = 5;
    /** By then the server has seen that a client is gone. */
    private static final Duration SEEN = Duration.ofMillis(200);
    /** The page asks for the status every ten seconds. */
    private static final Duration SHOWN = Duration.ofSeconds(20);

    @Test
    void theWarShowsAsText(OpenfireHost host) throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        List<RawClient> clients = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            for (int i = 0; i <= KICKS; i++) {
                clients.add(host.connect());
            }
            SessionsView page = new SessionsView(browser, host);
            page.open();
            page.awaitLive();
            assertThat(page.text("ss-wars")).isEmpty();

            for (int i = 0; i <= KICKS; i++) {
                RawClient client = clients.get(i);
                client.login("juan", HostOptions.PASSWORD, RESOURCE);
                assertThat(client.boundJid().endsWith(RESOURCE)).as("bind %s", i).isEqualTo(i < KICKS);
                if (i > 0 && i < KICKS) {
                    // It is there, and goes: only then it was kicked in a war.
                    clients.get(i - 1).awaitEnd();
                    clients.get(i - 1).close();
                    Thread.sleep(SEEN.toMillis());
                }
            }
            Await.until("the war is on the page", SHOWN, () -> page.text("ss-wars").startsWith(
                    "Clients kept taking juan@example.org/" + RESOURCE + " from each other. Until "));
            Pictures.keep(browser, host, "sessions-war");
            assertThat(browser.takeErrors()).isEmpty();
            host.assertNoUnexpectedWarnings("Clients keep taking juan@example.org/");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
