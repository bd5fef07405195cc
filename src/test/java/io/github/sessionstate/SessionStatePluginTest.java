package io.github.sessionstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.health.HookReport.CapabilityStatus;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities;
import io.github.sessionstate.openfire.host.HostLookup;
import io.github.sessionstate.openfire.host.LookupWithout;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.web.RunningPlugin;

/** The plugin on hosts that lack something. */
class SessionStatePluginTest {
    /** The hooks that need a capability; all others do without. */
    private static final Map<String, String> HOOKS = Map.of("tcp-accept", "accept", "bind-handlers", "bind",
            "direct-binds", "direct-binds", "routing-tables", "interested-routes", "unbound-sessions",
            "web-sessions");
    /** Of connections that are not followed nothing more is to be known. */
    private static final List<String> OF_TCP = List.of("parser-state");

    private final StubServer server = new StubServer();
    private List<HookStatus> hooks;
    private List<CapabilityStatus> capabilities;

    @BeforeEach
    void lookAtAHostThatLacksNothing() {
        HookReport whole = startAndStop(new HostLookup());
        hooks = whole.hooks();
        capabilities = whole.capabilities();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What the plugin told of itself while it ran. */
    private static HookReport startAndStop(HostLookup lookup) {
        try (MemoryDatabase database = MemoryDatabase.withTables()) {
            return startAndStop(new SessionStatePlugin(lookup, database));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HookReport startAndStop(SessionStatePlugin plugin) {
        plugin.initializePlugin(null, new File(""));
        try {
            assertThat(RunningPlugin.answers()).isTrue();
            awaitDatabase();
            HookReport now = RunningPlugin.health();
            return new Told(now.hooks(), now.capabilities(), now.repairs(), now.bypassed());
        } finally {
            plugin.destroyPlugin();
            assertThat(RunningPlugin.answers()).isFalse();
            assertThat(InterceptorManager.getInstance().getInterceptors()).isEmpty();
        }
    }

    private static void awaitDatabase() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end && RunningPlugin.health().hooks().stream().anyMatch(hook ->
                hook.name().equals("database") && hook.state() == HookReport.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    private record Told(List<HookStatus> hooks, List<CapabilityStatus> capabilities, Map<String, Long> repairs,
                        long bypassed) implements HookReport {
    }

    static Stream<String> everyCapability() {
        return HostCapabilities.of(new HostLookup()).all().stream().map(Capability::name);
    }

    @Test
    void everyHookIsInPlace() {
        assertThat(hooks).extracting(HookStatus::name).contains("session-events", "stanzas", "accept", "web-sessions",
                "bind", "interested-routes", "direct-binds", "accounts", "shutdown", "statistics", "database");
        assertThat(hooks).allSatisfy(hook -> {
            // This server does not listen.
            assertThat(hook.state()).as(hook.name()).isEqualTo(hook.name().equals("accept")
                    ? HookReport.State.WAITING : HookReport.State.INSTALLED);
            assertThat(hook.failures()).as(hook.name()).isEqualTo(Failures.Count.NONE);
        });
        assertThat(capabilities).filteredOn(capability -> !capability.offered()).extracting(CapabilityStatus::name)
                .as("what 4.2.0 lacks").containsExactly("client-software", "client-activity", "user-agents",
                        "property-descriptions", "console-addresses");
    }

    @ParameterizedTest
    @MethodSource("everyCapability")
    void aHostThatLacksOneLosesThatAndNothingElse(String name) {
        HookReport told = startAndStop(new LookupWithout(name));

        assertThat(told.hooks()).isEqualTo(hooks.stream().map(hook -> hook.name().equals(HOOKS.get(name))
                ? new HookStatus(hook.name(), HookReport.State.UNAVAILABLE, "not found: " + LookupWithout.MISSING,
                        Failures.Count.NONE)
                : hook).toList());
        assertThat(told.capabilities()).filteredOn(capability -> !capability.name().equals(name)).isEqualTo(
                capabilities.stream().filter(capability -> !capability.name().equals(name))
                        .filter(capability -> !name.equals("tcp-accept") || !OF_TCP.contains(capability.name()))
                        .toList());
        assertThat(told.capabilities()).filteredOn(capability -> capability.name().equals(name)).singleElement()
                .satisfies(lacking -> {
                    assertThat(lacking.offered()).isFalse();
                    assertThat(lacking.missing()).isEqualTo(LookupWithout.MISSING);
                    assertThat(lacking.lost()).as("in words").contains(" ").endsWith(".");
                });
    }

    @Test
    void aHostThatLacksEverythingLoadsThePlugin() {
        HookReport told = startAndStop(new LookupWithout(everyCapability().toArray(String[]::new)));

        assertThat(told.capabilities()).isNotEmpty().noneMatch(CapabilityStatus::offered);
        assertThat(told.hooks()).filteredOn(hook -> hook.state() == HookReport.State.UNAVAILABLE)
                .extracting(HookStatus::name).containsExactlyInAnyOrderElementsOf(HOOKS.values());
        assertThat(told.hooks()).filteredOn(hook -> hook.state() == HookReport.State.INSTALLED)
                .extracting(HookStatus::name).containsExactly("session-events", "stanzas", "accounts", "shutdown",
                        "statistics", "database");
    }
}
