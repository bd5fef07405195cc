package io.github.sessionstate.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    private static final int MUTATIONS = Integer.getInteger("tokens.mutations", 300_000);
    private static final String MARKS = ";@/=+-_ \n\r\t\0012AZaz09:,";
    private static final String ID = "AZaz09-_AZaz";
    private static final String JID = "john@example.org";
    private static final byte[] SECRET = "eighteen characters".substring(0, 18).getBytes(UTF_8);

    private static byte[] bytes(String before, byte[] secret, String jid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(UTF_8));
        bytes.writeBytes(secret);
        bytes.writeBytes((';' + jid).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return "secret-token:" + Base64.getEncoder().encodeToString(bytes);
    }

    private static Token parse(String before, String jid) {
        return Token.parse(text(bytes(before, SECRET, jid)));
    }

    @Test
    void aTokenIsReadAsItIsWritten() throws Exception {
        Token token = parse("2;" + ID + ';', JID);

        assertThat(token.id()).isEqualTo(ID);
        assertThat(token.jid()).isEqualTo(JID);
        assertThat(token.hash()).isEqualTo("sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(SECRET)));
        assertThat(token).hasToString("token of grant " + ID);
    }

    @Test
    void aNewTokenHasEachTimeAnotherSecret() {
        SecureRandom random = new SecureRandom();
        String id = Token.randomId(random);
        Token one = Token.random(id, JID, random);
        Token other = Token.random(id, JID, random);

        assertThat(id).matches("[A-Za-z0-9_-]{12}").isNotEqualTo(Token.randomId(random));
        assertThat(one.hash()).matches("sha256:[0-9a-f]{64}").isNotEqualTo(other.hash());
        assertThat(one.text()).startsWith("secret-token:").isNotEqualTo(other.text());
        Token read = Token.parse(one.text());
        assertThat(read.hash()).isEqualTo(one.hash());
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.jid()).isEqualTo(JID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3b", "00", "0a", "0d", "ff", "2f", "40", "c3", "20"})
    void aSecretMayHaveAnyByteAnywhere(String hex) {
        byte b = HexFormat.of().parseHex(hex)[0];
        byte[] all = new byte[18];
        Arrays.fill(all, b);
        assertThat(Token.parse(text(bytes("2;" + ID + ';', all, JID)))).isNotNull();

        for (int at = 0; at < 18; at++) {
            byte[] secret = SECRET.clone();
            secret[at] = b;
            Token token = Token.parse(text(bytes("2;" + ID + ';', secret, JID)));
            assertThat(token.jid()).isEqualTo(JID);
            assertThat(token.id()).isEqualTo(ID);
            assertThat(token.hash()).isEqualTo(Token.of(ID, secret, JID).hash());
        }
    }

    @Test
    void otherVersionsAndLengthsAreMalformed() {
        assertThat(parse("1;" + ID + ';', JID)).isNull();
        assertThat(parse("3;" + ID + ';', JID)).isNull();
        assertThat(parse("02;" + ID + ';', JID)).isNull();
        assertThat(parse("2:" + ID + ';', JID)).isNull();
        assertThat(parse("2;" + ID + ':', JID)).isNull();
        assertThat(parse("2;" + ID.substring(1) + ';', JID)).isNull();
        assertThat(parse("2;" + ID + "A;", JID)).isNull();
        assertThat(parse("2;" + ID.replace('_', '/') + ';', JID)).isNull();
        assertThat(parse("2;" + ID.replace('_', '\0') + ';', JID)).isNull();
        assertThat(Token.parse(text(bytes("2;" + ID + ';', Arrays.copyOf(SECRET, 17), JID)))).isNull();
        assertThat(Token.parse(text(bytes("2;" + ID + ';', Arrays.copyOf(SECRET, 19), JID)))).isNull();
        assertThat(Token.parse(text(new byte[0]))).isNull();
        assertThat(Token.parse(text(Arrays.copyOf(bytes("2;" + ID + ';', SECRET, JID), 33)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "john", "@example.org", "john@", "john@example.org/phone", "john/x@example.org",
            "john@example@org", "example.org/john@x"})
    void aJidHasTwoPartsAndNoMore(String jid) {
        assertThat(parse("2;" + ID + ';', jid)).isNull();
    }

    @Test
    void aJidIsBoundedInBytes() {
        String longest = "\u00e4".repeat(511) + 'x';

        assertThat(parse("2;" + ID + ';', longest + '@' + longest)).isNotNull();
        assertThat(parse("2;" + ID + ';', longest + "x@" + longest)).isNull();
        assertThat(parse("2;" + ID + ';', longest + '@' + longest + 'x')).isNull();
        assertThat(parse("2;" + ID + ';', "j\u00f6rg\uD83D\uDE00@example.org").jid())
                .isEqualTo("j\u00f6rg\uD83D\uDE00@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "c0af", "eda080", "f4908080", "ff", "80"})
    void aJidIsUtf8(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(bytes("2;" + ID + ';', SECRET, "john"));
        bytes.writeBytes(HexFormat.of().parseHex(hex));
        bytes.writeBytes("@example.org".getBytes(UTF_8));

        assertThat(Token.parse(text(bytes.toByteArray()))).isNull();
    }

    @Test
    void onlyCanonicalBase64Counts() {
        for (String jid : new String[] {"a@b.c", "a@bb.c", "a@bbb.c"}) {
            String text = text(bytes("2;" + ID + ';', SECRET, jid));
            String bare = text.replace("=", "");
            assertThat(Token.parse(text)).as(text).isNotNull();
            for (String other : new String[] {bare, bare + '=', bare + "==", bare + "==="}) {
                assertThat(Token.parse(other) != null).as(other).isEqualTo(other.equals(text));
            }
            assertThat(Token.parse(text + '\n')).isNull();
            assertThat(Token.parse(text + ' ')).isNull();
            assertThat(Token.parse(' ' + text)).isNull();
            assertThat(Token.parse(text.substring(0, 40) + "\r\n" + text.substring(40))).isNull();
            assertThat(Token.parse(text.replace("secret-token:", "Secret-Token:"))).isNull();
            assertThat(Token.parse(text.replace("secret-token:", "secret-token:secret-token:"))).isNull();
            assertThat(Token.parse(text.replace("secret-token:", "secret-token: "))).isNull();
            assertThat(Token.parse(text.replace("secret-token:", ""))).isNull();
        }
        // With bits behind the last byte.
        String text = text(bytes("2;" + ID + ';', SECRET, "a@bb.c"));
        int last = text.indexOf('=') - 1;
        assertThat(text).endsWith("w==");
        assertThat(Token.parse(text.substring(0, last) + (char) (text.charAt(last) + 1) + text.substring(last + 1)))
                .isNull();
        // The alphabet of Base64url is another.
        byte[] secret = new byte[18];
        Arrays.fill(secret, (byte) 0xFF);
        String slashes = text(bytes("2;" + ID + ';', secret, JID));
        assertThat(slashes).contains("/");
        assertThat(Token.parse(slashes)).isNotNull();
        assertThat(Token.parse(slashes.replace('/', '_'))).isNull();
        assertThat(Token.parse(slashes.replace("/", "%2F"))).isNull();
    }

    @Test
    void whatIsNoTextOrFarTooLongIsMalformed() {
        assertThat(Token.parse(null)).isNull();
        assertThat(Token.parse("")).isNull();
        assertThat(Token.parse("secret-token:")).isNull();
        assertThat(Token.parse("secret-token:====")).isNull();
        assertThat(Token.parse("secret-token:\u0142\u0142\u0142\u0142")).isNull();
        assertThat(Token.parse("secret-token:" + "A".repeat(10_000_000))).isNull();
    }

    @Test
    void noTokenIsMadeThatCouldNotBeRead() {
        for (String jid : new String[] {"john", "john@example.org/x", "", "jo\uD800hn@example.org"}) {
            assertThatThrownBy(() -> Token.random(ID, jid, new SecureRandom()))
                    .isInstanceOf(IllegalArgumentException.class).message().doesNotContain("john");
        }
        assertThatThrownBy(() -> Token.random("short", JID, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Whatever is changed of a token, it is malformed or a token that is written just so.
    @Test
    void noMutationIsReadOtherwiseThanItIsWritten() {
        long seed = Long.getLong("random.seed", new Random().nextLong());
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] secret = new byte[18];
            random.nextBytes(secret);
            byte[] bytes = bytes("2;" + ID + ';', secret, "j\u00f6hn".substring(random.nextInt(4)) + "@example.org");
            String text = random.nextBoolean() ? text(mutated(bytes, random))
                    : new String(mutated(text(bytes).getBytes(UTF_8), random), ISO_8859_1);
            Token token = Token.parse(text);
            if (token != null) {
                accepted++;
                byte[] read = Base64.getDecoder().decode(text.substring(13));
                byte[] ofRead = Arrays.copyOfRange(read, 15, 33);
                Token same = Token.of(token.id(), ofRead, token.jid());
                if (!same.text().equals(text) || !token.text().equals(text) || !same.hash().equals(token.hash())
                        || !Arrays.equals(bytes("2;" + token.id() + ';', ofRead, token.jid()), read)) {
                    throw new AssertionError("-Drandom.seed=" + seed + ", mutation " + i + ": " + text);
                }
            }
        }
        // Neither all nor none, or nothing was tried.
        assertThat(accepted).isBetween(MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes;
        for (int left = 1 + random.nextInt(3); left > 0 && mutated.length > 0; left--) {
            int at = random.nextInt(mutated.length);
            byte b = random.nextBoolean() ? (byte) random.nextInt(256)
                    : (byte) MARKS.charAt(random.nextInt(MARKS.length()));
            mutated = switch (random.nextInt(5)) {
                case 0 -> spliced(mutated, at, new byte[0], at + 1);
                case 1 -> spliced(mutated, at, new byte[] {b}, at);
                case 2 -> spliced(mutated, at, new byte[] {b}, at + 1);
                case 3 -> random.nextInt(4) == 0 ? Arrays.copyOf(mutated, at) : mutated;
                default -> spliced(mutated, at, Arrays.copyOfRange(mutated, random.nextInt(at + 1), at), at);
            };
        }
        return mutated;
    }

    private static byte[] spliced(byte[] bytes, int until, byte[] between, int from) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, until);
        spliced.writeBytes(between);
        spliced.write(bytes, from, bytes.length - from);
        return spliced.toByteArray();
    }
}
