package io.github.sessionstate.history;

/** Knows which names are those of accounts. */
@FunctionalInterface
public interface AccountNames {
    /**
     * Whether there is an account of this name. May ask a directory, and take long.
     *
     * @param username as a client wrote it: hostile
     * @throws RuntimeException if that cannot be known now
     */
    boolean isAccount(String username);
}
