package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import com.google.gson.JsonArray;

import io.github.sessionstate.it.host.PluginPaths;

/** A test on the page of tokens, where there is none before it and none after it. */
abstract class AccessPageTest extends EveryWayTest {
    @BeforeEach
    void openTokens() {
        open();
    }

    void open() {
        browser.open(host.console().url(PluginPaths.ACCESS_PAGE));
        page.awaitElement("#ss-empty, .ss-grant");
    }

    @AfterEach
    void revokeAll() throws IOException {
        host.adminLogin().revokeGrants();
    }

    JsonArray grants() throws IOException {
        return host.adminLogin().getJson(PluginPaths.TOKENS).getAsJsonArray("grants");
    }

    /** What a script gets that lists sessions with this token. */
    HttpResponse<String> use(String token) throws IOException {
        return use(token, PluginPaths.SESSIONS);
    }

    HttpResponse<String> use(String token, String path) throws IOException {
        return host.console().get(path + "?limit=1", token);
    }

    void beginMaking(String label) {
        press("#ss-make");
        page.awaitElement("#ss-making");
        type("#ss-making-label", label);
    }

    /** Waits until a token is shown, and gives it. */
    String shown() {
        page.awaitElement("#ss-token");
        String token = (String) browser.run("return document.getElementById('ss-token').value");
        assertThat(token).startsWith("secret-token:");
        return token;
    }

    void leave() {
        press("#ss-token-done");
        awaitNone("dialog");
    }
}
