package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SharedHostTest;

/** A token that a shell makes for a grant in the database is let in, whatever bytes its secret has. */
class ShellTokenIT extends SharedHostTest {
    private static final String ID = "by_hand-0001";
    private static final String SCRIPT = """
            set -eu
            printf "$SECRET" > secret
            [ $(wc -c < secret) = 18 ]
            { printf '2;%s;' "$ID"; cat secret; printf ';%s' "$OWNER"; } | base64 -w0 > token
            sha256sum < secret | cut -d ' ' -f 1 > hash
            """;

    @TempDir
    private Path directory;

    /** In the notation of printf: semicolons, NUL, line feed, 0xFF and what looks like the end of the secret. */
    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmnopqr", ";;;;;;;;;;;;;;;;;;", "\\000\\000\\000\\000\\000\\000\\000\\000\\000"
            + "\\000\\000\\000\\000\\000\\000\\000\\000\\000", "\\012\\015;\\377\\000;jane@example",
            "\\377\\376\\375\\374\\373\\372;\\000\\012\\200\\201\\202;\\000\\012\\377;;"})
    void isLetIn(String secret) throws Exception {
        String owner = "admin@" + HostOptions.DOMAIN;
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", SCRIPT).directory(directory.toFile()).inheritIO();
        builder.environment().put("SECRET", secret);
        builder.environment().put("ID", ID);
        builder.environment().put("OWNER", owner);
        Process shell = builder.start();
        assertThat(shell.waitFor(Patience.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        String token = "secret-token:" + Files.readString(directory.resolve("token"));
        String hash = "sha256:" + Files.readString(directory.resolve("hash")).strip();
        long now = System.currentTimeMillis();
        long expires = now + TimeUnit.HOURS.toMillis(1);

        host.database().execute("INSERT INTO ofSessionStateGrant (id, owner, label, scopes, created, expires) VALUES ('" + ID + "', '"
                + owner + "', 'by hand', 'read', " + now + ", " + expires + ")");
        host.database().execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires) VALUES ('" + ID + "', 1, '"
                + hash + "', " + now + ", " + expires + ")");
        try {
            // A busy machine may need longer for the first one than the database is given.
            int status = 503;
            for (int i = 0; i < 5 && status == 503; i++) {
                status = host.console().get(PluginPaths.STATUS, token).statusCode();
            }
            assertThat(status).isEqualTo(200);
        } finally {
            host.database().execute("DELETE FROM ofSessionStateToken WHERE grantId = '" + ID + "'");
            host.database().execute("DELETE FROM ofSessionStateGrant WHERE id = '" + ID + "'");
        }
    }
}
