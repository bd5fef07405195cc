package io.github.sessionstate.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;

/** After each step of each scenario the plugin's table is the one that the reference had. */
class ConformanceIT {
    private static final String POLICY = "plugin.sessionstate.conflict.policy";

    // Of its own: the scenarios change rosters.
    private static OpenfireHost host;
    private static KnownDifferences known;
    private static AdminClient admin;

    @BeforeAll
    static void start() throws IOException {
        // The scenarios have the same few users bind the same resources again and again.
        host = OpenfireHost.start(HostOptions.withPlugin().probe()
                .property("plugin.sessionstate.conflict.war-threshold", "0"));
        known = KnownDifferences.of(host.isAtLeast("4.8") ? "netty" : "mina");
        admin = host.adminLogin();
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    private static Stream<Scenario> scenarios() {
        return Scenario.all().stream();
    }

    @TestFactory
    Stream<DynamicTest> theTableIsThatOfTheReference() {
        return scenarios().map(scenario -> DynamicTest.dynamicTest(scenario.kind() + " " + scenario.name(),
                () -> check(scenario)));
    }

    @Test
    void everyKnownDifferenceIsOfAScenario() {
        assertThat(scenarios().map(Scenario::name)).containsAll(known.names());
    }

    private static void check(Scenario scenario) throws Exception {
        try (ScenarioRosters rosters = new ScenarioRosters(host, admin, scenario.rosters().keySet())) {
            rosters.set(scenario.rosters());
        }
        host.setProperty(POLICY, scenario.conflictPolicy());
        Map<Integer, Map<String, JsonElement>> differences = new TreeMap<>();
        try (ScenarioRun run = new ScenarioRun(host, admin)) {
            for (int i = 0; i < scenario.steps().size(); i++) {
                JsonObject table = run.play(scenario.steps().get(i));
                Map<String, JsonElement> different = Snapshot.differences(scenario.golden().get(i), table);
                if (!different.isEmpty()) {
                    differences.put(i, different);
                }
            }
        }
        assertThat(differences).as(() -> scenario.name() + ": " + KnownDifferences.asText(differences))
                .isEqualTo(known.of(scenario));
        // One of the scenarios has a policy that is not known.
        host.assertNoUnexpectedWarnings("The property " + POLICY + " is ");
    }
}
