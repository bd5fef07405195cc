package io.github.sessionstate.token;

/** Told of accounts whose grants must end. */
@FunctionalInterface
public interface Revocations {
    /**
     * Ends all grants that the account has now, at once and whether the database can be used now or not. Never blocks.
     *
     * @param username as the server names the account
     */
    void accountChanged(String username);
}
