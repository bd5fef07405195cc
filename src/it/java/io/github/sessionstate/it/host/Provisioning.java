package io.github.sessionstate.it.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The rows of Openfire 4.2.0's database for properties, accounts and rosters: it has no unattended setup of users. */
final class Provisioning {
    private static final int ITERATIONS = 4096;
    private static final int SUBSCRIBED_BOTH_WAYS = 3;
    private static final int NOTHING_PENDING = -1;

    private Provisioning() {
    }

    static String sql(HostOptions options, Ports ports) {
        StringBuilder sql = new StringBuilder("\n");
        options.properties(ports).forEach((name, value) -> sql.append(
                "INSERT INTO ofProperty (name, propValue, encrypted) VALUES (%s, %s, 0);%n"
                        .formatted(quote(name), quote(value))));
        account(sql, "admin", "admin");
        options.users().forEach((name, password) -> account(sql, name, password));
        int item = 0;
        for (Map.Entry<String, String> user : options.users().entrySet()) {
            for (String contact : options.contacts(user.getKey())) {
                sql.append("INSERT INTO ofRoster (rosterID, username, jid, sub, ask, recv) VALUES (%d, %s, %s, %d, %d, %d);%n"
                        .formatted(++item, quote(user.getKey()), quote(contact), SUBSCRIBED_BOTH_WAYS,
                                NOTHING_PENDING, NOTHING_PENDING));
            }
        }
        return sql.toString();
    }

    /** The password both plain and as SCRAM keys, so that PLAIN and SCRAM-SHA-1 work. */
    private static void account(StringBuilder sql, String name, String password) {
        byte[] salt = ("salt of " + name).getBytes(StandardCharsets.UTF_8);
        byte[] salted = saltedPassword(password, salt);
        Base64.Encoder base64 = Base64.getEncoder();
        sql.append(("INSERT INTO ofUser (username, name, plainPassword, salt, iterations, storedKey, serverKey, "
                + "creationDate, modificationDate) VALUES (%s, %s, %s, %s, %d, %s, %s, '0', '0');%n").formatted(
                quote(name), quote(name), quote(password), quote(base64.encodeToString(salt)), ITERATIONS,
                quote(base64.encodeToString(sha1(hmac(salted, "Client Key")))),
                quote(base64.encodeToString(hmac(salted, "Server Key")))));
    }

    private static byte[] saltedPassword(String password, byte[] salt) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 160)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
