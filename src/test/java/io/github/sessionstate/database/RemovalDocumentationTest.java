package io.github.sessionstate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What the documentation has an administrator run after the plugin was removed. */
class RemovalDocumentationTest {
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @Test
    void leavesNothingAndLetsTheScriptRunAgain() throws Exception {
        Matcher sql = SQL.matcher(Files.readString(Path.of("docs/history.md")));
        assertThat(sql.find()).isTrue();
        try (MemoryDatabase memory = MemoryDatabase.withTables()) {
            memory.execute("CREATE TABLE ofProperty (name VARCHAR(100) PRIMARY KEY, propValue VARCHAR(100))");
            memory.execute("INSERT INTO ofProperty VALUES ('plugin.sessionstate.limit.per-user', '5')");
            memory.execute("INSERT INTO ofProperty VALUES ('xmpp.domain', 'example.org')");
            for (String statement : sql.group(1).strip().split(";\\s*")) {
                memory.execute(statement);
            }

            assertThat(count(memory, "INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'OFSESSIONSTATE%'")).isZero();
            assertThat(count(memory, "ofVersion")).isZero();
            assertThat(count(memory, "ofProperty")).isEqualTo(1);
            memory.runScript();
            assertThat(count(memory, "ofSessionStateSession")).isZero();
        }
    }

    private static int count(MemoryDatabase memory, String rows) throws Exception {
        try (Connection connection = memory.open();
                ResultSet found = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + rows)) {
            found.next();
            return found.getInt(1);
        }
    }
}
