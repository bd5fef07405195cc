package io.github.sessionstate.history;

import java.time.Duration;

/**
 * What is kept, and for how long.
 *
 * @param sessions            for so long sessions are kept after their end; zero for none
 * @param addresses           for so long addresses are kept whole, and after that the networks they are in; zero for none,
 *                            nor their networks
 * @param logins              for so long failed logins are kept; zero for none
 * @param counts              for so long counts are kept that name nobody; zero for none
 * @param isCountsOnly        whether nothing is kept that names a user
 * @param areUnknownNamesKept whether the name that a failed login claimed is kept though there is no such account
 */
public record HistoryPolicy(Duration sessions, Duration addresses, Duration logins, Duration counts,
                            boolean isCountsOnly, boolean areUnknownNamesKept) {
    boolean areSessionsKept() {
        return !sessions.isZero();
    }

    boolean areAddressesKept() {
        return !addresses.isZero();
    }

    boolean areLoginsKept() {
        return !logins.isZero();
    }

    boolean areCountsKept() {
        return !counts.isZero();
    }
}
