package io.github.sessionstate.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which content is told from other content. */
final class Sha256 {
    private Sha256() {
    }

    /** One that has nothing in it yet. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }
}
