package io.github.sessionstate.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A token as it is sent: {@code secret-token:} (RFC 8959) before the Base64 of {@code 2;ID;SECRET;JID}, where the ID
 * names the grant, the SECRET is 18 bytes of any value, and the JID is the owner's. Never in a log, an error or an
 * address.
 */
public final class Token {
    static final String PREFIX = "secret-token:";
    /** Characters of an ID: the Base64url of nine bytes. */
    static final int ID_LENGTH = 12;
    private static final int ID_BYTES = 9;
    static final int SECRET_LENGTH = 18;
    /** Most bytes of each part of a JID (RFC 7622 §3). */
    static final int PART_LENGTH = 1023;

    private static final int ID_AT = 2;
    private static final int SECRET_AT = ID_AT + ID_LENGTH + 1;
    private static final int JID_AT = SECRET_AT + SECRET_LENGTH + 1;
    private static final int MAX_BYTES = JID_AT + PART_LENGTH + 1 + PART_LENGTH;
    private static final int MAX_TEXT = PREFIX.length() + (MAX_BYTES + 2) / 3 * 4;

    private final byte[] bytes;
    private final String id;
    private final String jid;

    private Token(byte[] bytes, String id, String jid) {
        this.bytes = bytes;
        this.id = id;
        this.jid = jid;
    }

    /**
     * Reads a token that somebody sent; null if it is none, or is written in any other way than {@link #text()} does.
     */
    public static Token parse(String text) {
        if (text == null || text.length() > MAX_TEXT || !text.startsWith(PREFIX)) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return null;
        }
        Token token = of(bytes);
        // The decoder forgives missing padding, and bits behind the last byte.
        return token != null && token.text().equals(text) ? token : null;
    }

    // Cut by length: a secret may have any byte, a semicolon among them.
    private static Token of(byte[] bytes) {
        if (bytes.length <= JID_AT || bytes[0] != '2' || bytes[ID_AT - 1] != ';' || bytes[SECRET_AT - 1] != ';'
                || bytes[JID_AT - 1] != ';') {
            return null;
        }
        String id = new String(bytes, ID_AT, ID_LENGTH, ISO_8859_1);
        String jid = isId(id) ? jid(bytes) : null;
        return jid == null ? null : new Token(bytes, id, jid);
    }

    /** Whether a grant can have this id. */
    static boolean isId(String text) {
        return text.length() == ID_LENGTH && text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9' || c == '-' || c == '_');
    }

    private static String jid(byte[] bytes) {
        String jid;
        try {
            jid = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, JID_AT, bytes.length - JID_AT)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        int at = jid.indexOf('@');
        return at >= 0 && isPart(jid.substring(0, at)) && isPart(jid.substring(at + 1)) ? jid : null;
    }

    private static boolean isPart(String part) {
        return !part.isEmpty() && part.indexOf('@') < 0 && part.indexOf('/') < 0
                && part.getBytes(UTF_8).length <= PART_LENGTH;
    }

    /** A new ID for a grant. */
    static String randomId(SecureRandom random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /**
     * A token with a new secret.
     *
     * @param id  of its grant
     * @param jid the owner's bare JID
     * @throws IllegalArgumentException if no token can have these
     */
    public static Token random(String id, String jid, SecureRandom random) {
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        return of(id, secret, jid);
    }

    /** As {@link #random}, with this secret. */
    static Token of(String id, byte[] secret, String jid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("2;" + id + ';').getBytes(UTF_8));
        bytes.writeBytes(secret);
        bytes.writeBytes((';' + jid).getBytes(UTF_8));
        Token token = of(bytes.toByteArray());
        if (token == null || !token.id.equals(id) || !token.jid.equals(jid)) {
            throw new IllegalArgumentException("No token can be made for this grant and JID");
        }
        return token;
    }

    /** Which grant it is a token of. */
    public String id() {
        return id;
    }

    /** The bare JID that it names as its owner's, which may be anything in two parts. */
    public String jid() {
        return jid;
    }

    /** What the database keeps of it: {@code sha256:} and the hash of its secret in lower-case hexadecimal. */
    public String hash() {
        byte[] secret = Arrays.copyOfRange(bytes, SECRET_AT, SECRET_AT + SECRET_LENGTH);
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The token itself, to be shown once to whom it is made for. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** For logs: without the secret. */
    @Override
    public String toString() {
        return "token of grant " + id;
    }
}
