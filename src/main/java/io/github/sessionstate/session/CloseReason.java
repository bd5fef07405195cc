package io.github.sessionstate.session;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the client is told when its session is closed: a stream error (RFC 6120 §4.9), or nothing; and what it is not
 * told, who closes it.
 *
 * @param condition a defined stream error condition (RFC 6120 §4.9.3); null to close without an error
 * @param text      a text for the user; null for none. Only with a condition
 * @param closedBy  see {@link SessionEnd}
 */
public record CloseReason(String condition, String text, String closedBy) {
    /** The conditions of RFC 6120 §4.9.3 that need no content of their own, sorted. */
    public static final Set<String> CONDITIONS = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            "bad-format", "bad-namespace-prefix", "conflict", "connection-timeout", "host-gone", "host-unknown",
            "improper-addressing", "internal-server-error", "invalid-from", "invalid-namespace", "invalid-xml",
            "not-authorized", "not-well-formed", "policy-violation", "remote-connection-failed", "reset",
            "resource-constraint", "restricted-xml", "system-shutdown", "undefined-condition",
            "unsupported-encoding", "unsupported-feature", "unsupported-stanza-type", "unsupported-version")));

    /** No stream error: the stream is closed and nothing is said. */
    public static final CloseReason NONE = new CloseReason(null, null);

    /** Another session of the user has taken the full JID (RFC 6120 §7.7.2.2). */
    public static final CloseReason REPLACED = new CloseReason("conflict", "Replaced by new connection");

    /** @throws IllegalArgumentException if the condition is unknown, or text stands without a condition */
    public CloseReason {
        if (condition == null && text != null) {
            throw new IllegalArgumentException("text needs a condition");
        }
        if (condition != null && !CONDITIONS.contains(condition)) {
            throw new IllegalArgumentException("unknown stream error condition: " + condition);
        }
        if (text != null && !text.codePoints().allMatch(CloseReason::isXmlCharacter)) {
            throw new IllegalArgumentException("text holds a character that XML does not allow");
        }
    }

    /** The same of nobody in particular. */
    public CloseReason(String condition, String text) {
        this(condition, text, null);
    }

    /** The same, and this administrator closes the session, or this setting has it closed; null for nobody. */
    public CloseReason by(String who) {
        return new CloseReason(condition, text, who);
    }

    // https://www.w3.org/TR/xml/#charsets
    private static boolean isXmlCharacter(int c) {
        return c == 0x9 || c == 0xA || c == 0xD || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
