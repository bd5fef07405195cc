package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The host brings the tables of an older plugin up to date, and what is in them stays. */
class UpgradeIT {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final Path FIRST = Path.of("src/test/resources/tables/1/sessionstate_hsqldb.sql");

    @Test
    void theHostUpgradesTheTablesOfTheFirstVersion() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock().probe())) {
            makeFirstTables(host);
            host.database().execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires)"
                    + " VALUES ('AAAAAAAAAAAA', 'admin', 'kept', 'read', 1, " + Long.MAX_VALUE + ")");
            host.installPlugin();

            SessionTable table = new SessionTable(host);
            Await.until("the tables can be used", LOOK, () ->
                    "installed".equals(SessionTable.text(table.hook("database"), "state")));
            assertThat(host.database().execute("SELECT version FROM ofVersion WHERE name = 'sessionstate'"))
                    .containsExactly("2");
            assertThat(host.database().execute("SELECT label FROM ofSessionStateGrant")).containsExactly("kept");
            try (RawClient client = host.connect()) {
                client.login("john", HostOptions.PASSWORD, "here");
                Await.until("the history has the session", LOOK, () ->
                        host.adminLogin().getJson(PluginPaths.HISTORY_SESSIONS + "?q=username:john")
                                .getAsJsonArray("sessions").size() == 1);
            }
            host.assertNoUnexpectedWarnings();
        }
    }

    private static void makeFirstTables(OpenfireHost host) throws IOException {
        String script = String.join("\n",
                Files.readAllLines(FIRST).stream().filter(line -> !line.startsWith("--")).toList());
        for (String statement : script.strip().split(";\\s*")) {
            host.database().execute(statement);
        }
    }
}
