package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.xmpp.RawClient;

/** A test of the sessions page: opens it in a browser of its own, and fails on any error in the browser's console. */
@ExtendWith(SharedHost.class)
abstract class BrowserTest {
    OpenfireHost host;
    SessionTable table;
    Browser browser;
    SessionsView page;

    @BeforeEach
    void openPage(OpenfireHost shared) throws IOException {
        host = shared;
        table = new SessionTable(host);
        assumeTrue(Browser.isInstalled(), Browser::missing);
        browser = Browser.start();
        page = new SessionsView(browser, host);
        page.open();
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            try {
                assertThat(browser.takeErrors()).as("errors in the browser's console").isEmpty();
            } finally {
                browser.close();
            }
        }
    }

    RawClient login(String user, String resource) throws IOException {
        RawClient client = host.connect();
        client.login(user, HostOptions.PASSWORD, resource);
        return client;
    }

    String id(RawClient client) throws IOException {
        return SessionTable.text(table.promptly("tracked", client, session -> session != null), "id");
    }
}
