package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.PluginAdministration;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The plugin's tables: made by the host from the plugin's script, kept, and missed where they are not. */
class DatabaseIT {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final String HOOK = "database";
    private static final String UNAVAILABLE = "^WARN io\\.github\\.sessionstate\\.openfire\\.database\\.TablesHook - "
            + "Tokens and history are unavailable: ";
    private static final String NOT_WRITTEN = "^WARN io\\.github\\.sessionstate\\.history\\.(HistoryWriter|Counts) - "
            + "The (history|counts of the history) cannot be written; will retry every (second|ten seconds): ";
    private static final String LEFT = "^WARN io\\.github\\.sessionstate\\.history\\.History - "
            + "Rows of the history that were not written before the stop: [1-9]";

    @TempDir
    private Path directory;

    @Test
    void theHostMakesTheTablesOnceAndTheirLossStopsNothingElse() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe())) {
            awaitHook(host, "installed");
            assertThat(host.database().execute("SELECT table_name, hsqldb_type FROM information_schema.system_tables"
                    + " WHERE table_name LIKE 'OFSESSIONSTATE%' ORDER BY table_name"))
                    .containsExactly("OFSESSIONSTATEBOOT\tCACHED", "OFSESSIONSTATECOUNT\tCACHED",
                            "OFSESSIONSTATEGRANT\tCACHED", "OFSESSIONSTATEKNOCK\tCACHED",
                            "OFSESSIONSTATELOGIN\tCACHED", "OFSESSIONSTATESESSION\tCACHED",
                            "OFSESSIONSTATETOKEN\tCACHED");
            assertThat(version(host)).containsExactly("2");

            host.database().execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires)"
                    + " VALUES ('AAAAAAAAAAAA', 'admin', 'kept', 'read', 1, 2)");
            PluginAdministration plugins = new PluginAdministration(host);
            plugins.reload();
            awaitHook(host, "installed");
            assertThat(host.database().execute("SELECT label FROM ofSessionStateGrant")).containsExactly("kept");

            host.database().execute("DROP TABLE ofSessionStateToken");
            assertThat(awaitHook(host, "failed")).startsWith("Tokens and history are unavailable: ")
                    .containsIgnoringCase("ofSessionStateToken");
            plugins.reload();
            assertThat(awaitHook(host, "failed")).containsIgnoringCase("ofSessionStateToken");
            expectSessionsToWork(host);

            // What the administrator is to do: the host runs the script again, which makes what is not there.
            host.database().execute("DELETE FROM ofVersion WHERE name = 'sessionstate'");
            assertThat(version(host)).isEmpty();
            plugins.reload();
            awaitHook(host, "installed");
            assertThat(host.database().execute("SELECT label FROM ofSessionStateGrant")).containsExactly("kept");
            host.assertNoUnexpectedWarnings(UNAVAILABLE, NOT_WRITTEN, LEFT);
        }
    }

    @Test
    void withoutAScriptForTheDatabaseThePluginRunsWithoutTokens() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock().probe())) {
            host.installPlugin(withoutScripts());

            assertThat(awaitHook(host, "failed")).isEqualTo("Tokens and history are unavailable: the plugin's tables"
                    + " are not in the database; Openfire's log says why");
            expectSessionsToWork(host);
            host.assertNoUnexpectedWarnings(UNAVAILABLE, NOT_WRITTEN,
                    "^ERROR org\\.jivesoftware\\.openfire\\.container\\.PluginManager - Error while loading plugin "
                            + "'sessionstate'");
        }
    }

    private Path withoutScripts() throws IOException {
        Path jar = directory.resolve("sessionstate.jar");
        Files.copy(Path.of(System.getProperty("plugin.jar")), jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(jar);
                var scripts = Files.walk(files.getPath("database"))) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.delete(script);
            }
        }
        return jar;
    }

    private static List<String> version(OpenfireHost host) throws IOException {
        return host.database().execute("SELECT version FROM ofVersion WHERE name = 'sessionstate'");
    }

    private static void expectSessionsToWork(OpenfireHost host) throws IOException {
        try (RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "here");
            new SessionTable(host).promptly("bound", client, s -> s != null && SessionTable.is(s, "connected"));
        }
    }

    /** Waits until the hook has this state, and returns what it says of it. */
    private static String awaitHook(OpenfireHost host, String state) throws IOException {
        SessionTable table = new SessionTable(host);
        Await.until("the hook is " + state, LOOK, () -> state.equals(SessionTable.text(table.hook(HOOK), "state")));
        return SessionTable.text(table.hook(HOOK), "detail");
    }
}
