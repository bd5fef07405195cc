package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.browser.SettingsView;
import io.github.sessionstate.it.browser.Soundness;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.PluginAdministration;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The plugin goes and comes back while its pages are open, or the server hangs: they say so, and go on by themselves. */
class ReloadIT {
    private static final String NOT_RUNNING = "The plugin is not running";
    /** A page that got no answer from the plugin asks again after five seconds. */
    private static final Duration BACK = Duration.ofSeconds(20);
    /** The server may wait five seconds for a change before it answers, and needs five at most for that. */
    private static final Duration UNANSWERED = Duration.ofSeconds(12);

    @Test
    void openPagesGoOnAfterAReload() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock()); Browser browser = Browser.start();
                Browser beside = Browser.start(); RawClient john = host.connect()) {
            PluginAdministration plugins = new PluginAdministration(host);
            plugins.install();
            john.login("john", HostOptions.PASSWORD, "staying");
            SessionsView page = new SessionsView(browser, host);
            page.open();
            String before = SessionTable.text(new SessionTable(host).of(john), "id");
            page.await(before);
            page.pressClose(before);
            browser.run("window.marker = 'never reloaded'");
            SessionsView health = new SessionsView(beside, host);
            health.open();
            beside.open(host.console().url(PluginPaths.HEALTH_PAGE));
            health.awaitElement("#ss-ends tbody tr");
            beside.run("window.marker = 'never reloaded'");

            plugins.delete();
            Await.until("the page says that the plugin is gone", BACK, () -> page.text("ss-live").startsWith(NOT_RUNNING));
            Pictures.keep(browser, host, "sessions-not-running");
            Await.until("the health page says it", BACK, () -> health.text("ss-live").startsWith(NOT_RUNNING));
            assertThat(Soundness.problems(beside)).isEmpty();
            // What was being done is not lost, and says as well why it cannot be done.
            page.confirmClose("policy-violation", "");
            assertThat(page.awaitOutcome("failed")).startsWith(NOT_RUNNING);

            beside.run("""
                    const fetched = window.fetch;
                    window.asked = 0;
                    window.fetch = (...request) => {
                        window.asked += 1;
                        return fetched(...request);
                    };""");
            beside.element("#ss-retry").click();
            assertThat((Long) beside.run("return window.asked")).as("Try now asks now").isPositive();
            plugins.install();
            String after = SessionTable.text(new SessionTable(host).of(john), "id");
            assertThat(after).as("the session is another to a plugin that starts anew").isNotEqualTo(before);
            for (SessionsView each : List.of(page, health)) {
                Await.until("the page is live again", BACK, () -> each.text("ss-live").equals("Live"));
            }
            for (Browser each : List.of(browser, beside)) {
                assertThat(each.run("return window.marker")).isEqualTo("never reloaded");
            }
            page.question("-cancel").click();
            page.await(after);
            page.pressClose(after);
            page.confirmClose("policy-violation", "with a new token");
            page.awaitOutcome("closed");
            assertThat(john.awaitEnd().elementText("text")).isEqualTo("with a new token");
            for (Browser each : List.of(browser, beside)) {
                assertThat(each.takeErrors()).isNotEmpty().allMatch(error -> error.contains("Failed to load resource"));
            }
        }
    }

    @Test
    void aServerThatHangsIsNotTakenForAlive() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock()); Browser browser = Browser.start();
                Browser beside = Browser.start()) {
            new PluginAdministration(host).install();
            SessionsView page = new SessionsView(browser, host);
            page.open();
            SessionsView health = new SessionsView(beside, host);
            health.open();
            beside.open(host.console().url(PluginPaths.HEALTH_PAGE));
            health.awaitElement("#ss-ends tbody tr");
            host.whileHanging(() -> {
                for (SessionsView each : List.of(page, health)) {
                    Await.until("the page says that nobody answers", UNANSWERED,
                            () -> each.text("ss-live").startsWith("The server cannot be reached"));
                }
            });
            for (SessionsView each : List.of(page, health)) {
                Await.until("the page is live again", BACK, () -> each.text("ss-live").equals("Live"));
            }
            assertThat(browser.takeErrors()).isEmpty();
            assertThat(beside.takeErrors()).isEmpty();
        }
    }

    @Test
    void whatIsTypedInTheSettingsOutlivesAReload() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock()); Browser browser = Browser.start()) {
            PluginAdministration plugins = new PluginAdministration(host);
            plugins.install();
            new SessionsView(browser, host).open();
            browser.open(host.console().url(PluginPaths.SETTINGS_PAGE));
            SettingsView form = new SettingsView(browser);
            form.awaitForm();
            form.type("limit.per-user", "7");

            plugins.delete();
            form.save();
            assertThat(form.awaitOutcome("failed")).startsWith(NOT_RUNNING);
            Pictures.keep(browser, host, "settings-not-running");
            plugins.install();
            form.save();
            assertThat(form.awaitOutcome("saved")).isEqualTo("Saved: Sessions per user: 7.");
            assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("Failed to load resource"));
        }
    }
}
