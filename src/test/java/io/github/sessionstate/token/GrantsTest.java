package io.github.sessionstate.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who is let in by {@link Grants}, and who is not. */
class GrantsTest extends GrantsFixture {
    // ------------------------------------------------------------------ made and checked

    @Test
    void aTokenThatWasMadeIsLetInWithItsGrant() {
        Issued issued = make();
        Grant grant = check(issued.token());

        assertThat(issued.number()).isEqualTo(1);
        assertThat(grant.id()).isEqualTo(issued.token().id()).isEqualTo(issued.grant().id());
        assertThat(grant.owner()).isEqualTo("john@example.org").isEqualTo(issued.token().jid());
        assertThat(grant.username()).isEqualTo("john");
        assertThat(grant.label()).isEqualTo("night watch");
        assertThat(grant.scopes()).containsExactly(Scope.READ, Scope.CLOSE);
        assertThat(grant.purpose()).isEqualTo("closes what hangs");
        assertThat(grant.addresses()).isEmpty();
        assertThat(grant.created()).isEqualTo(START);
        assertThat(grant.expires()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(grant.tokens()).hasSize(1).first().satisfies(token -> {
            assertThat(token.number()).isEqualTo(1);
            assertThat(token.created()).isEqualTo(START);
            assertThat(token.expires()).isEqualTo(grant.expires());
        });
    }

    @Test
    void theDatabaseHasTheHashOfTheSecretOnly() {
        Token token = make().token();

        assertThat(database.ask("SELECT hash FROM ofSessionStateToken")).isEqualTo(token.hash());
    }

    @Test
    void whoeverIsNotRightIsNotLetIn() {
        Issued issued = make();
        String id = issued.grant().id();

        assertThat(check(Token.of(id, random(18), "john@example.org"))).as("wrong secret").isNull();
        assertThat(check(Token.random("AAAAAAAAAAAA", "john@example.org", new SecureRandom()))).as("no such id")
                .isNull();
        for (String jid : List.of("jane@example.org", "john@example.com", "JOHN@example.org", "john@xexample.org",
                "john@example.org.")) {
            assertThat(check(withJid(issued.token(), jid))).as(jid).isNull();
        }
        assertThat(check(issued.token())).isNotNull();
        assertThat(check(withJid(issued.token(), "jane@example.org"))).as("while it is kept").isNull();
    }

    private static Token withJid(Token token, String jid) {
        byte[] bytes = Base64.getDecoder().decode(token.text().substring(13));
        byte[] secret = new byte[18];
        System.arraycopy(bytes, 15, secret, 0, 18);
        return Token.of(token.id(), secret, jid);
    }

    @Test
    void aGrantForAnAddressIsForNoOther() {
        Issued issued = get(grants.make("john", request(IP, "2001:db8::/32")));

        assertThat(check(issued.token()).addresses()).containsExactly(IP, "2001:db8::/32");
        assertThat(get(grants.check(issued.token(), "192.0.2.8"))).isNull();
        assertThat(get(grants.ofOwner("john")).get(0).tokens().get(0).lastAddress()).isNotEqualTo("192.0.2.8");
    }

    @Test
    void aGrantEnds() {
        Issued issued = make();

        after(Duration.ofDays(30).minusMillis(1));
        assertThat(check(issued.token())).isNotNull();
        after(Duration.ofDays(30));
        assertThat(check(issued.token())).as("though it is kept").isNull();
        assertThat(get(grants.ofOwner("john"))).hasSize(1).first()
                .satisfies(grant -> assertThat(grant.tokens()).isEmpty());
        assertThat(get(grants.rotate("john", issued.grant().id(), null))).isNull();
    }

    @Test
    void whatWasReadIsKeptForTenSeconds() {
        Token token = make().token();
        check(token);
        database.execute("DELETE FROM ofSessionStateGrant");
        int runs = database.runs.get();

        after(Duration.ofMillis(4_999));
        assertThat(check(token)).isNotNull();
        assertThat(database.runs).hasValue(runs);
        after(Duration.ofSeconds(10));
        assertThat(check(token)).isNull();
    }

    @Test
    void whatIsInUseIsReadAnewBeforeItsTimeIsUp() throws Exception {
        Token token = make().token();
        check(token);

        database.execute("UPDATE ofSessionStateGrant SET label = 'new'");

        after(Duration.ofSeconds(6));
        assertThat(check(token).label()).as("nobody waits").isEqualTo("night watch");
        until(() -> assertThat(check(token).label()).isEqualTo("new"));
        database.execute("DELETE FROM ofSessionStateToken");
        after(Duration.ofSeconds(15));
        assertThat(check(token)).as("read nine seconds ago").isNotNull();
        after(Duration.ofSeconds(16));
        assertThat(check(token)).isNull();
    }

    // ------------------------------------------------------------------ owners

    @Test
    void anOwnerWhoIsNoAdministratorAnyMoreIsOutWithinTenSeconds() {
        Token token = make().token();
        assertThat(check(token)).isNotNull();
        owners.usable.remove("john");

        after(Duration.ofMillis(3_999));
        assertThat(check(token)).isNotNull();
        after(Duration.ofSeconds(10));
        assertThat(check(token)).isNull();
        owners.usable.add("john");
        after(Duration.ofSeconds(20));
        assertThat(check(token)).as("and is in again").isNotNull();
    }

    @Test
    void aDirectoryThatCannotBeAskedIsNoAnswer() {
        Token token = make().token();
        owners.failure = new IllegalStateException("for the test");
        isDown(() -> check(token));
        owners.failure = null;
        assertThat(check(token)).isNotNull();
    }

    // ------------------------------------------------------------------ the database

    @Test
    void withoutTheDatabaseOnlyWhatIsKeptIsLetIn() throws Exception {
        Issued issued = make();
        Issued other = make();
        check(issued.token());
        awaitNoted();
        database.isDown = true;

        assertThat(check(issued.token())).isNotNull();
        isDown(() -> check(other.token()));
        isDown(() -> check(Token.random("AAAAAAAAAAAA", "john@example.org", new SecureRandom())));
        isDown(() -> get(grants.checkKnown(other.token(), IP)));
        isDown(this::make);
        isDown(() -> get(grants.rotate("john", other.grant().id(), null)));
        isDown(() -> get(grants.revoke("john", other.grant().id(), 1)));
        isDown(() -> get(grants.ofOwner("john")));
        isDown(() -> get(grants.tidy()));
        after(Duration.ofSeconds(10));
        isDown(() -> check(issued.token()));

        database.isDown = false;
        until(() -> assertThat(get(grants.check(other.token(), IP).exceptionally(failure -> null))).isNotNull());
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void anOwnerWhoIsNotFoundWhileTheDatabaseIsDownIsNotGone() throws Exception {
        Token token = make().token();
        check(token);
        awaitNoted();
        SwitchedDatabase.Hold renewal = database.holdNext();
        after(Duration.ofSeconds(8));
        check(token);
        get(renewal.read());
        renewal.release().complete(null);
        until(() -> assertThat(owners.answered).hasValue(2));
        database.isDown = true;
        owners.usable.clear();

        after(Duration.ofSeconds(13));
        assertThat(check(token)).as("asked for in the background").isNotNull();
        until(() -> assertThat(owners.asked).hasValueGreaterThan(2));
        after(Duration.ofSeconds(17));
        assertThat(check(token)).isNotNull();
        owners.usable.add("john");
    }

    // ------------------------------------------------------------------ made elsewhere

    @Test
    void aTokenMadeByHandIsLetIn() throws Exception {
        byte[] secret = "a;b\0c\nd".getBytes(UTF_8);
        secret = Arrays.copyOf(secret, 18);
        secret[17] = (byte) 0xFF;
        insert("abcdefGHI-_1", 0);
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires) VALUES"
                + " ('abcdefGHI-_1', 1, 'sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret))
                + "', 0, 9999999999999)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("2;abcdefGHI-_1;".getBytes(UTF_8));
        bytes.writeBytes(secret);
        bytes.writeBytes(";john@example.org".getBytes(UTF_8));

        Token token = Token.parse("secret-token:" + Base64.getEncoder().encodeToString(bytes.toByteArray()));

        assertThat(check(token).scopes()).containsExactly(Scope.READ, Scope.CLOSE);
        assertThat(check(token).purpose()).isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTokenMadeByAShellIsLetIn() throws Exception {
        Process shell = new ProcessBuilder("sh", "-ec", """
                cd "$(mktemp -d)"
                head -c 18 /dev/urandom > secret
                id=$(head -c 9 /dev/urandom | base64 -w0 | tr '+/' '-_')
                echo "$id"
                sha256sum < secret | cut -d' ' -f1
                { printf '2;%s;' "$id"; cat secret; printf ';john@example.org'; } | base64 -w0
                rm secret; rmdir "$PWD"
                """).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] lines = new String(shell.getInputStream().readAllBytes(), UTF_8).split("\n");
        insert(lines[0], 0);
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires) VALUES ('"
                + lines[0] + "', 1, 'sha256:" + lines[1] + "', 0, 9999999999999)");

        assertThat(check(Token.parse("secret-token:" + lines[2]))).isNotNull();
    }

    // ------------------------------------------------------------------ guessed

    @Test
    void fromABlockedAddressWrongTokensCostNothingAndRightOnesAreLetIn() {
        Token token = make().token();
        for (int i = 0; i < 1_000; i++) {
            assertThat(get(grants.checkKnown(Token.random(token.id(), token.jid(), new SecureRandom()), IP))).isNull();
        }
        assertThat(database.runs).hasValue(2);

        assertThat(get(grants.checkKnown(token, IP))).as("for the first time").isNotNull();
        int runs = database.runs.get();
        assertThat(get(grants.checkKnown(token, IP))).isNotNull();
        assertThat(database.runs).hasValue(runs);
        Token made = get(grants.rotate("john", token.id(), null)).token();
        assertThat(get(grants.checkKnown(made, IP))).as("made since").isNotNull();
        get(grants.revoke("john", token.id()));
        assertThat(get(grants.checkKnown(made, IP))).isNull();
        assertThat(get(grants.checkKnown(token, IP))).isNull();
    }

    @Test
    void fromABlockedAddressWhatOthersMadeIsLetInWithinTenSeconds() {
        Token token = make().token();
        assertThat(get(grants.checkKnown(token, IP))).isNotNull();
        Token elsewhere = get(new Grants(database, owners, clock, executor).make("jane", request()))
                .token();

        assertThat(get(grants.checkKnown(elsewhere, IP))).isNull();
        assertThat(check(elsewhere)).as("from another").isNotNull();
        assertThat(get(grants.checkKnown(elsewhere, IP))).as("kept since").isNotNull();
        after(Duration.ofSeconds(10));
        assertThat(get(grants.checkKnown(elsewhere, IP))).isNotNull();
    }
}
