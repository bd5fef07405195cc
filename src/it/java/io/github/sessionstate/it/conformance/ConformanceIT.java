package io.github.sessionstate.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
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
import io.github.sessionstate.it.xmpp.RawClient;

/** After each step of each scenario the plugin's table is the one that the reference had. */
class ConformanceIT {
    /** Steps or known differences of theirs belong to logins that restart the stream; Sasl2IT has the like. */
    private static final Set<String> OLD_PROFILE = Set.of("auth-authzid", "auth-challenge-abort",
            "notopen-restart-other-host");
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
                () -> check(scenario, false)));
    }

    /** By SASL2, where the host has it, the tables are the same but for the restart of the stream. */
    @TestFactory
    Stream<DynamicTest> theTableIsTheSameBySasl2() throws IOException {
        host.setProperty("xmpp.auth.sasl2", "true");
        host.setProperty("xmpp.auth.sasl2.require-tls", "false");
        try (RawClient client = host.connect()) {
            boolean isOffered = client.openStream().elements().stream()
                    .anyMatch(feature -> feature.getNamespaceURI().equals("urn:xmpp:sasl:2"));
            assertThat(isOffered).isEqualTo(host.isAtLeast("5.2"));
            return !isOffered ? Stream.of() : scenarios().filter(scenario -> !OLD_PROFILE.contains(scenario.name()))
                    .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> check(scenario.bySasl2(), true)));
        }
    }

    @Test
    void everyKnownDifferenceIsOfAScenario() {
        assertThat(scenarios().map(Scenario::name)).containsAll(known.names());
    }

    private static void check(Scenario scenario, boolean isSasl2) throws Exception {
        try (ScenarioRosters rosters = new ScenarioRosters(host, admin, scenario.rosters().keySet())) {
            rosters.set(scenario.rosters());
        }
        host.setProperty(POLICY, scenario.conflictPolicy());
        Map<Integer, Map<String, JsonElement>> differences = new TreeMap<>();
        try (ScenarioRun run = new ScenarioRun(host, admin, isSasl2)) {
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
        host.assertNoUnexpectedWarnings("Ignoring invalid .* for " + POLICY);
    }
}
