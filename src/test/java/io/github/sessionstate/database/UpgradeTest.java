package io.github.sessionstate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin's tables are the same, whether they were made at once or brought up to date. */
class UpgradeTest {
    private static final String HSQLDB = "hsqldb";
    private static final String NEW = "INSERT INTO ofVersion (name, version) VALUES ('sessionstate', 2)";
    private static final String UPGRADED = "UPDATE ofVersion SET version = 2 WHERE name = 'sessionstate'";

    @Test
    void upgradedTablesAreAsNewOnes() throws Exception {
        try (MemoryDatabase fresh = MemoryDatabase.withTables(); MemoryDatabase old = MemoryDatabase.empty();
                Connection connection = old.open()) {
            HostScript.runVersion(connection, HSQLDB, 1);
            assertThat(definitions(connection)).hasSize(3).isNotEqualTo(definitions(fresh));
            HostScript.upgrade(connection, HSQLDB, 2);

            assertThat(definitions(connection)).isEqualTo(definitions(fresh));
            assertThat(version(connection)).isEqualTo(2);
        }
    }

    /** @param dropped the last that the script made before it was cut short is the table or index before this one */
    @ParameterizedTest
    @ValueSource(strings = {"TABLE ofSessionStateSession", "INDEX ofSessionStateSession_span_idx",
            "INDEX ofSessionStateLogin_ip_idx", "TABLE ofSessionStateKnock", "TABLE ofSessionStateCount"})
    void anUpgradeThatWasCutShortIsRunAgain(String dropped) throws Exception {
        try (MemoryDatabase fresh = MemoryDatabase.withTables(); MemoryDatabase old = MemoryDatabase.empty();
                Connection connection = old.open()) {
            HostScript.runVersion(connection, HSQLDB, 1);
            old.execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires)"
                    + " VALUES ('AAAAAAAAAAAA', 'admin', 'kept', 'read', 1, 2)");
            HostScript.upgrade(connection, HSQLDB, 2);
            old.execute("DROP " + dropped);
            old.execute("UPDATE ofVersion SET version = 1");

            HostScript.upgrade(connection, HSQLDB, 2);
            assertThat(definitions(connection)).isEqualTo(definitions(fresh));
            assertThat(strings(connection, "SELECT label FROM ofSessionStateGrant")).containsExactly("kept");
        }
    }

    /** No database but HSQLDB is in this JVM: of the others the scripts themselves are compared. */
    @ParameterizedTest
    @ValueSource(strings = {HSQLDB, "postgresql", "mysql", "mariadb", "sqlserver", "oracle"})
    void theScriptsHaveTheSameStatements(String database) throws IOException {
        List<String> made = statements("", database);
        List<String> upgrade = statements("upgrade/2/", database);

        assertThat(made).endsWith(NEW);
        assertThat(upgrade).endsWith(UPGRADED).hasSizeGreaterThan(4);
        assertThat(made.subList(made.size() - upgrade.size(), made.size() - 1))
                .isEqualTo(upgrade.subList(0, upgrade.size() - 1));
    }

    @Test
    void mysqlAndMariadbHaveTheSame() throws IOException {
        assertThat(statements("", "mysql")).isEqualTo(statements("", "mariadb"));
        assertThat(statements("upgrade/2/", "mysql")).isEqualTo(statements("upgrade/2/", "mariadb"));
    }

    /** What makes the plugin's tables and indexes, as the database would write it down. */
    private static List<String> definitions(MemoryDatabase database) throws SQLException {
        try (Connection connection = database.open()) {
            return definitions(connection);
        }
    }

    private static List<String> definitions(Connection connection) throws SQLException {
        return strings(connection, "SCRIPT").stream()
                .filter(line -> line.startsWith("CREATE") && line.contains("OFSESSIONSTATE")).sorted().toList();
    }

    private static int version(Connection connection) throws SQLException {
        return Integer.parseInt(strings(connection, "SELECT version FROM ofVersion WHERE name = 'sessionstate'").get(0));
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                strings.add(found.getString(1));
            }
        }
        return strings;
    }

    private static List<String> statements(String directory, String database) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/database/" + directory + "sessionstate_" + database + ".sql"));
        // As the host knows comments.
        String script = String.join("\n", lines.stream().filter(line -> !line.matches("(--|#|REM|/\\*).*")).toList());
        return List.of(script.strip().split(";\\s*"));
    }
}
