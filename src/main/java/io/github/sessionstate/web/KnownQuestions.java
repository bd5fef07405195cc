package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which questions about the history are in the audit log by now: one that is asked again, for its next page or as the
 * page was loaded anew, need not stand there twice. Holds no names, only hashes.
 */
final class KnownQuestions {
    /** For so long a question is the same one. */
    static final Duration KEPT = Duration.ofHours(1);
    static final int MOST = 1_000;

    private final LongSupplier nanoTime;
    // When each was written down, the oldest first. Guarded by the lock of this.
    private final Map<String, Long> written = new LinkedHashMap<>();

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    KnownQuestions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether this question is to be written down; it counts as written down from then on.
     *
     * @param question all that is asked, and who asks
     */
    synchronized boolean isNew(String question) {
        long now = nanoTime.getAsLong();
        written.values().removeIf(at -> now - at >= KEPT.toNanos());
        MessageDigest digest = Sha256.digest();
        String hash = HexFormat.of().formatHex(digest.digest(question.getBytes(StandardCharsets.UTF_8)));
        if (written.putIfAbsent(hash, now) != null) {
            return false;
        }
        if (written.size() > MOST) {
            written.remove(written.keySet().iterator().next());
        }
        return true;
    }
}
