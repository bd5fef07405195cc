package io.github.sessionstate.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong tokens by the address that they come from: {@value #AT_ONCE} at once, then one each six seconds. Whoever
 * sends more is blocked until then, which is no reason to refuse a right token: see {@link Grants#checkKnown}.
 * Remembers no more than {@value #MOST} addresses; if there are more, those whose last wrong token is the longest ago
 * are forgotten. Thread-safe.
 */
public final class WrongTokens {
    static final int AT_ONCE = 10;
    static final int MOST = 10_000;
    static final Duration EACH = Duration.ofSeconds(6);
    private static final Duration ALL = EACH.multipliedBy(AT_ONCE);

    private final Clock clock;
    // When all wrong tokens of an address are forgiven; the address that sent the last one comes last.
    private final Map<String, Instant> forgiven = new LinkedHashMap<>();

    /** @param clock the server's clock */
    public WrongTokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether this address has sent so many wrong tokens that one more is one too many.
     *
     * @param key of an address, or of a range that counts as one
     */
    public boolean isBlocked(String key) {
        return !retryAfter(key).isZero();
    }

    /** Notes a wrong token from this address. One that was blocked is not blocked for longer by it. */
    public synchronized void wrong(String key) {
        Instant now = clock.instant();
        Instant until = now.plus(debt(key, now)).plus(EACH);
        if (!until.isAfter(now.plus(ALL))) {
            forgiven.remove(key);
            forget(now);
            forgiven.put(key, until);
        }
    }

    /** After how long the address may send a wrong token again; zero if it may now. */
    public synchronized Duration retryAfter(String key) {
        Duration wait = debt(key, clock.instant()).plus(EACH).minus(ALL);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** How many addresses are remembered. */
    synchronized int size() {
        return forgiven.size();
    }

    private Duration debt(String key, Instant now) {
        Instant until = forgiven.get(key);
        if (until == null || !until.isAfter(now)) {
            return Duration.ZERO;
        }
        Duration debt = Duration.between(now, until);
        // More only if the clock was turned back.
        return debt.compareTo(ALL) > 0 ? ALL : debt;
    }

    private void forget(Instant now) {
        Iterator<Instant> eldest = forgiven.values().iterator();
        int tooMany = forgiven.size() - MOST + 1;
        while (eldest.hasNext()) {
            Instant until = eldest.next();
            if (tooMany-- <= 0 && until.isAfter(now)) {
                return;
            }
            eldest.remove();
        }
    }
}
