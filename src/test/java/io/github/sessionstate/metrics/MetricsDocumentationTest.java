package io.github.sessionstate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonParser;

/** What the documentation says of metrics, and what it shows them with, is of metrics that exist. */
class MetricsDocumentationTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (gauge|counter|histogram) \\|",
            Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\bsessionstate_\\w+");

    /** Of each metric its name and type, as the page has them. */
    private static Set<String> onPage() {
        return new SamplePage().text().lines().filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE sessionstate_".length())).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachMetricIsDescribed() throws IOException {
        Set<String> described = ROW.matcher(Files.readString(DOCS.resolve("metrics.md"))).results()
                .map(row -> row.group(1) + ' ' + row.group(2)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(onPage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "grafana.json"})
    void whatIsAskedForExists(String file) throws IOException {
        Set<String> names = onPage().stream().map(metric -> metric.split(" ")[0]).collect(Collectors.toSet());
        Set<String> asked = NAME.matcher(Files.readString(DOCS.resolve("metrics").resolve(file))).results()
                .map(name -> name.group().replaceFirst("^sessionstate_", "").replaceFirst("_bucket$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).isNotEmpty().isSubsetOf(names);
    }

    @Test
    void theDashboardIsJson() throws IOException {
        String dashboard = Files.readString(DOCS.resolve("metrics").resolve("grafana.json"));

        assertThat(JsonParser.parseString(dashboard).getAsJsonObject().getAsJsonArray("panels")).isNotEmpty();
    }
}
