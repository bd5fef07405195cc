package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonParser;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.support.Simulation;
import io.github.sessionstate.it.xmpp.RawClient;

/** The script that the documentation has does what it says, with curl alone. */
class TokenScriptIT extends SharedHostTest {
    private static final Pattern SCRIPT =
            Pattern.compile("<!-- script -->\n```sh\n(.*?)```\n<!-- end of script -->", Pattern.DOTALL);

    private static final int STAYING = 10_000;
    private static final int HEAP_MEGABYTES = 768;
    private static final String PAGE = PluginPaths.SESSIONS + "?fields=id";

    @TempDir
    private Path directory;

    @Test
    void makesATokenAndUsesItUntilItIsRevoked() throws Exception {
        try (RawClient jane = host.connect(); RawClient john = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "left alone");
            john.login("john", HostOptions.PASSWORD, "unlucky");

            List<String> said = run(host, "resource:unlucky");

            assertThat(said).hasSize(8);
            assertThat(said.get(0)).matches("made: token 1 of grant [\\w-]{12}");
            assertThat(said.get(1)).matches("listed: [2-5]");
            assertThat(said.get(2)).matches("paged: (\\d+), different: \\1");
            assertThat(said.get(3)).isEqualTo("found: 1");
            assertThat(said.get(4)).startsWith("closed: {\"results\":[{").contains("\"outcome\":\"closed\"");
            assertThat(said.subList(5, 8)).containsExactly("rotated: first 200, second 200",
                    "revoked the first: first 401, second 200", "revoked the grant: second 401");
            Element error = john.awaitEnd();
            assertThat(error.element("policy-violation")).isNotNull();
            assertThat(error.elementText("text")).isEqualTo("Closed by a script");
            jane.sync();
        }
    }

    @Test
    void pagesThroughTenThousandSessionsWhileOthersComeAndGo() throws Exception {
        try (OpenfireHost large = OpenfireHost.start(HostOptions.withPlugin().simulation().heap(HEAP_MEGABYTES))) {
            new Simulation(large).make(STAYING);
            AdminClient admin = large.adminLogin();
            Set<String> staying = new HashSet<>();
            Await.until("the plugin has all of them", Duration.ofSeconds(30), () -> {
                staying.clear();
                staying.addAll(ids(admin.get(PAGE + "&limit=" + STAYING)));
                return staying.size() == STAYING;
            });
            String token = admin.makeToken("ten thousand", "read");
            AtomicInteger passing = new AtomicInteger();
            ExecutorService others = Executors.newSingleThreadExecutor();
            try {
                others.submit(() -> comeAndGo(large, passing));

                List<String> said = run(large, "resource:unlucky");
                List<String> seen = new ArrayList<>();
                String next = PAGE + "&limit=500";
                while (next != null) {
                    HttpResponse<String> page = admin.get(next, token);
                    seen.addAll(ids(page));
                    next = page.headers().firstValue("Link").map(link -> link.replaceAll("<(.*)>; rel=\"next\"", "$1"))
                            .orElse(null);
                }

                Matcher paged = Pattern.compile("paged: (\\d+), different: \\1").matcher(said.get(2));
                assertThat(paged.matches()).as(said.get(2)).isTrue();
                assertThat(Integer.parseInt(paged.group(1))).isGreaterThanOrEqualTo(STAYING);
                assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
                assertThat(passing).as("sessions that came and went meanwhile").hasPositiveValue();
            } finally {
                others.shutdownNow();
            }
        }
    }

    private static Void comeAndGo(OpenfireHost host, AtomicInteger passing) throws Exception {
        while (!Thread.currentThread().isInterrupted()) {
            try (RawClient unknown = host.connect(); RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "passing-" + passing.incrementAndGet());
                unknown.openStream();
            }
        }
        return null;
    }

    private static List<String> ids(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page::body).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        JsonParser.parseString(page.body()).getAsJsonObject().getAsJsonArray("sessions")
                .forEach(session -> ids.add(session.getAsJsonObject().get("id").getAsString()));
        return ids;
    }

    private List<String> run(OpenfireHost host, String filter) throws Exception {
        Matcher script = SCRIPT.matcher(Files.readString(Path.of("docs/api.md")));
        assertThat(script.find()).as("the documentation has the script").isTrue();
        Path file = Files.writeString(directory.resolve("round.sh"), script.group(1));
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString()).redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("CONSOLE", host.console().url("").toString());
        builder.environment().put("ADMIN", "admin");
        builder.environment().put("PASSWORD", "admin");
        builder.environment().put("FILTER", filter);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(Patience.ofSeconds(60).toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
