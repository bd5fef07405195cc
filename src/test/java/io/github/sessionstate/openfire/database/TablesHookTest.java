package io.github.sessionstate.openfire.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.openfire.host.DaemonThreads;

class TablesHookTest {
    private static final Path SCRIPTS = Path.of("src/database");

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private MemoryDatabase memory;
    private GuardedDatabase database;
    private TablesHook hook;

    @BeforeEach
    void setUp() throws IOException, SQLException {
        memory = MemoryDatabase.withTables();
        database = new GuardedDatabase(memory, new DaemonThreads("test-database-"), executor);
        hook = new TablesHook(database, executor);
    }

    @AfterEach
    void tearDown() throws SQLException {
        hook.stop();
        database.stop();
        executor.shutdownNow();
        memory.close();
    }

    /** What the hook says once it has looked. */
    private HookStatus look() throws InterruptedException {
        hook.stop();
        hook.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (hook.report().state() == State.WAITING && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        return hook.report();
    }

    @Test
    void isInstalledIfTheTablesAreThere() throws Exception {
        assertThat(look()).isEqualTo(new HookStatus("database", State.INSTALLED, null, look().failures()));
        assertThat(database.problem()).isNull();
    }

    @Test
    void waitsForTheFirstAnswer() {
        executor.execute(() -> assertThatCode(() -> Thread.sleep(300)).doesNotThrowAnyException());
        hook.start();

        assertThat(hook.report().state()).isEqualTo(State.WAITING);
        assertThat(hook.report().detail()).contains("first answer");
    }

    @Test
    void hasFailedIfTheScriptWasNotRun() throws Exception {
        memory.execute("DELETE FROM ofVersion");

        assertThat(look().state()).isEqualTo(State.FAILED);
        assertThat(look().detail()).startsWith("Tokens and history are unavailable: ").contains("not in the database");
        assertThat(database.problem()).isEqualTo(look().detail());
        assertThat(look().failures().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void hasFailedIfTheTablesAreOfAnotherVersion(int version) throws Exception {
        memory.execute("UPDATE ofVersion SET version = " + version);

        assertThat(look().state()).isEqualTo(State.FAILED);
        assertThat(look().detail()).contains("are of version " + version, "needs version 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofSessionStateGrant", "ofSessionStateToken", "ofSessionStateBoot", "ofSessionStateSession",
            "ofSessionStateLogin", "ofSessionStateKnock", "ofSessionStateCount"})
    void hasFailedIfATableIsMissingAndIsInstalledOnceItIsBack(String table) throws Exception {
        memory.execute("DROP TABLE " + table);

        assertThat(look().state()).isEqualTo(State.FAILED);
        assertThat(look().detail()).startsWith("Tokens and history are unavailable: ").containsIgnoringCase(table);
        assertThat(database.problem()).isNotNull();

        memory.execute("DELETE FROM ofVersion");
        memory.runScript();
        assertThat(look().state()).isEqualTo(State.INSTALLED);
        assertThat(database.problem()).isNull();
    }

    @Test
    void everyKindOfDatabaseHasItsScript() throws IOException {
        for (String kind : List.of("hsqldb", "postgresql", "mysql", "mariadb", "sqlserver", "oracle")) {
            expectScript(kind, "", 7, "INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 2);\n");
            expectScript(kind, "upgrade/2/", 5, "UPDATE ofVersion SET version = 2 WHERE name = 'sessionstate';\n");
        }
    }

    private static void expectScript(String kind, String directory, int tables, String end) throws IOException {
        String script = Files.readString(SCRIPTS.resolve(directory + "sessionstate_" + kind + ".sql"));
        // A comment that ends so would be taken for the end of a statement.
        assertThat(script.lines().filter(line -> line.matches("(--|#|/\\*|REM).*"))).noneMatch(l -> l.endsWith(";"));
        assertThat(Pattern.compile("^CREATE .*TABLE .*\\(", Pattern.MULTILINE).matcher(script).results().count())
                .as(kind).isEqualTo(tables);
        assertThat(script).as(kind).endsWith(end);
        assertThat(Pattern.compile("utf8mb4_bin").matcher(script).results().count()).as(kind)
                .isEqualTo(kind.startsWith("m") ? tables : 0);
        assertThat(script.lines().findFirst().orElseThrow().contains("Untested")).as(kind)
                .isEqualTo(kind.equals("sqlserver") || kind.equals("oracle"));
    }

    @Test
    void theDescriptorHasTheVersionThatTheHookLooksFor() throws Exception {
        Document descriptor = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse("plugin.xml");

        assertThat(descriptor.getElementsByTagName("databaseKey").item(0).getTextContent()).isEqualTo(TablesHook.KEY);
        assertThat(descriptor.getElementsByTagName("databaseVersion").item(0).getTextContent())
                .isEqualTo(String.valueOf(TablesHook.VERSION));
    }
}
