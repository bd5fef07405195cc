package io.github.sessionstate.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** The page of metrics, as a monitoring system reads it. */
class MetricsIT extends SharedHostTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final int ATTACKERS = 300;
    private static final int THREADS = 10;

    private static String read(AdminClient client, String type) throws IOException {
        HttpResponse<String> answer = client.get(PluginPaths.METRICS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        return answer.body();
    }

    /** The values by name and labels, as they stand there. */
    private Map<String, Double> values() throws IOException {
        return read(host.adminLogin(), "text/plain; version=0.0.4").lines().filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    @Test
    void countsLoginsBindsAndEnds() throws Exception {
        Map<String, Double> before = values();
        try (RawClient john = host.connect(); RawClient wrong = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "counted");
            john.presence("");
            john.sync();
            wrong.openStream();
            assertThat(wrong.auth("john", "wrong").getName()).isEqualTo("failure");

            Map<String, Double> now = values();
            expectMore(before, now, "sessionstate_logins_total{mechanism=\"PLAIN\"}");
            expectMore(before, now,
                    "sessionstate_login_failures_total{condition=\"not-authorized\",mechanism=\"PLAIN\"}");
            expectMore(before, now, "sessionstate_binds_total");
            expectMore(before, now, "sessionstate_sessions_by_predicate{predicate=\"available\"}");
            assertThat(now.get("sessionstate_sessions{type=\"c2s_unauthed\"}")).isPositive();
            assertThat(now).containsEntry("sessionstate_hook_state{hook=\"statistics\",state=\"installed\"}", 1.0);
            john.closeStream();
        }
        Await.until("the end is counted", Duration.ofSeconds(5), () -> {
            Map<String, Double> now = values();
            String name = "sessionstate_sessions_ended_total{cause=\"closed_by_client\"}";
            return now.get(name) > before.get(name);
        });
    }

    private static void expectMore(Map<String, Double> before, Map<String, Double> now, String name) {
        assertThat(now.get(name)).as(name).isNotNull().isGreaterThan(before.getOrDefault(name, 0.0));
    }

    @Test
    void whatClientsChooseMakesNoLabels() throws Exception {
        attack("FIRST");
        Set<String> before = values().keySet();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<?> attack : IntStream.range(0, ATTACKERS).<Future<?>>mapToObj(
                    number -> threads.submit(() -> attack("MADE-UP-" + number))).toList()) {
                attack.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        Map<String, Double> now = values();

        // Other tests of this host may add some.
        assertThat(now.keySet()).filteredOn(name -> name.contains("mechanism=") && !before.contains(name))
                .hasSizeLessThan(5);
        assertThat(now.keySet()).noneMatch(name -> name.contains("MADE"));
        assertThat(now.entrySet()).filteredOn(count -> count.getKey().startsWith("sessionstate_login_failures_total{")
                && count.getKey().contains("mechanism=\"other\"")).hasSizeLessThan(3)
                .extracting(Map.Entry::getValue).allMatch(count -> count > ATTACKERS);
    }

    private Void attack(String mechanism) throws IOException {
        try (RawClient client = host.connect()) {
            client.openStream();
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>AA==</auth>");
            client.awaitElement(element -> element.getName().equals("failure"));
        }
        return null;
    }

    @Test
    void bothFormatsAreAsToolsWantThem() throws Exception {
        String text = read(host.adminLogin(), "text/plain; version=0.0.4");
        String open = read(host.adminLogin().header("Accept", OPEN_METRICS), OPEN_METRICS);

        assertThat(open).endsWith("# EOF\n");
        assertThat(names(open)).containsAll(names(text));
        assertThat(Program.assumed("promtool").complaint(text, "check", "metrics")).isEmpty();
    }

    private static Set<String> names(String page) {
        return page.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void theRulesAndTheConfigurationAreValid() throws Exception {
        Program promtool = Program.assumed("promtool");
        Function<String, String> file = name -> Path.of("docs", "metrics", name).toString();

        assertThat(promtool.complaint("", "check", "rules", "--lint-fatal", file.apply("alerts.yml"))).isEmpty();
        // The file with the token is not there.
        assertThat(promtool.complaint("", "check", "config", "--syntax-only", file.apply("prometheus.yml"))).isEmpty();
    }

    @Test
    void nobodyElseIsAnswered() throws Exception {
        for (String path : List.of("", "/", "/x", ";x", "%2f", "x", "?x=1", "/..%2f" + "sessions")) {
            HttpResponse<String> answer = host.console().get(PluginPaths.METRICS + path);
            assertThat(answer.statusCode()).as(path).isNotEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("sessionstate_sessions");
        }
        assertThat(host.console().get(PluginPaths.METRICS).statusCode()).isEqualTo(401);
    }
}
