package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;

/** What the pages may load, and no more. */
class PolicyIT extends BrowserTest {
    private static final String STRICT = "default-src 'self'";
    private static final List<String> PAGES =
            List.of(PluginPaths.PAGE, PluginPaths.SETTINGS_PAGE, PluginPaths.ACCESS_PAGE, PluginPaths.HEALTH_PAGE);

    @Test
    void consolePolicyIsInForce() throws Exception {
        for (String path : PAGES) {
            String policy = host.adminLogin().get(path).headers().firstValue("Content-Security-Policy").orElse(null);
            assertThat(policy).as("policy of %s for %s", host.name(), path).startsWith(STRICT);
            if (!host.hasConsoleFrame()) {
                assertThat(policy).as("without exceptions").isEqualTo(STRICT);
            }
        }
    }

    /** Nothing comes from anywhere but the console itself. */
    @Test
    void allComesFromTheConsole() {
        for (String path : PAGES) {
            browser.open(host.console().url(path));
            page.awaitElement("#ss-rows, #ss-save, #ss-empty, .ss-grant, #ss-ends tbody tr");
            if (path.equals(PluginPaths.PAGE)) {
                page.awaitElement(".ss-graph canvas");
            }
            assertThat((String) browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)"
                    + ".filter(name => new URL(name).origin !== location.origin).join()")).as("on %s", path).isEmpty();
            assertThat((Long) browser.run("return performance.getEntriesByType('resource').length")).isGreaterThan(5);
        }
    }

    @Test
    void whatThePolicyBlocksIsSeen() {
        // It is an error in the browser's console, so no test has anything blocked unseen.
        browser.run("new Image().src = 'http://example.invalid/picture.png'");
        Await.until("the policy blocks a foreign image", Duration.ofSeconds(10),
                () -> browser.takeErrors().stream().anyMatch(error -> error.contains("example.invalid")
                        && error.contains("Content Security Policy")));
    }
}
