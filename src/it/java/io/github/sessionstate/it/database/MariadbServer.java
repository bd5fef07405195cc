package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The MariaDB of this machine. */
final class MariadbServer extends DatabaseServer {
    private static final String SERVER = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";

    private final String url;

    /** @param url of the driver to be used, in which {@code PORT} stands for the port */
    MariadbServer(String url) throws IOException {
        this.url = url.replace("PORT", String.valueOf(port()));
    }

    /** Why there is none on this machine; null if there is. */
    static String missing() {
        return find(SERVER) != null && find(INSTALLER) != null ? null : "MariaDB is not installed";
    }

    @Override
    void prepare() throws IOException {
        run(find(INSTALLER), "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db",
                "--datadir=" + data());
        // A directory is a database.
        run("mkdir", data() + "/openfire");
    }

    @Override
    List<String> command() {
        // With Debian's character set; as it comes from its makers it would be Latin 1.
        return List.of(find(SERVER), "--no-defaults", "--datadir=" + data(), "--bind-address=127.0.0.1",
                "--port=" + port(), "--socket=" + directory().resolve("socket"), "--character-set-server=utf8mb4",
                "--pid-file=" + directory().resolve("pid"));
    }

    @Override
    String stopSignal() {
        return "TERM";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "root", "");
    }

    @Override
    String lock() {
        return "LOCK TABLES ofSessionStateGrant WRITE";
    }

    @Override
    String indexes() {
        return "SELECT table_name, index_name, seq_in_index, column_name, sub_part, non_unique"
                + " FROM information_schema.statistics WHERE lower(table_name) LIKE 'ofsessionstate%'"
                + " ORDER BY table_name, index_name, seq_in_index";
    }

    private String data() {
        return directory().resolve("data").toString();
    }
}
