package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** The script that the documentation has does what it says, with curl alone. */
class TokenScriptIT extends SharedHostTest {
    private static final Pattern SCRIPT =
            Pattern.compile("<!-- script -->\n```sh\n(.*?)```\n<!-- end of script -->", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void makesATokenAndUsesItUntilItIsRevoked() throws Exception {
        try (RawClient jane = host.connect(); RawClient john = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "left alone");
            john.login("john", HostOptions.PASSWORD, "unlucky");

            List<String> said = run("resource:unlucky");

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

    private List<String> run(String filter) throws Exception {
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
