package io.github.sessionstate.history;

/** Told of accounts that are there no more. */
@FunctionalInterface
public interface AccountDeletions {
    /**
     * Erases what is kept of the account, its open sessions included, now or as soon as the database can be used. Never
     * blocks.
     *
     * @param username as the server names the account
     */
    void accountDeleted(String username);
}
