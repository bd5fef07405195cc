package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.Await;

/** A reconnect war shows on the page, whatever the clients call their resource. */
@ExtendWith(SharedHost.class)
class WarPageIT {
    private static final String RESOURCE = "\"><img src=x onerror=alert(1)>";
    private static final int KICKS = 5;
    /** The page asks for the status every ten seconds. */
    private static final Duration SHOWN = Duration.ofSeconds(20);

    @Test
    void theWarShowsAsText(OpenfireHost host) throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (Browser browser = Browser.start()) {
            SessionsView page = new SessionsView(browser, host);
            page.open();
            page.awaitLive();
            assertThat(page.text("ss-wars")).isEmpty();

            try (War war = War.about(host, "juan", RESOURCE, KICKS + 1)) {
                assertThat(war.boundJids()).filteredOn(jid -> jid.endsWith(RESOURCE)).hasSize(KICKS);
                Await.until("the war is on the page", SHOWN, () -> page.text("ss-wars").startsWith(
                        "Reconnect war over juan@example.org/" + RESOURCE + ": until "));
                Pictures.keep(browser, host, "sessions-war");
                assertThat(browser.takeErrors()).isEmpty();
                host.assertNoUnexpectedWarnings("Clients keep taking juan@example.org/");
            }
        }
    }
}
