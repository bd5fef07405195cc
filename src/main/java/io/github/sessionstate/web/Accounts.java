package io.github.sessionstate.web;

/** The server's users and groups. */
public interface Accounts {
    /**
     * Whether there is such a user.
     *
     * @param name as it stands before the {@code @}
     */
    boolean hasUser(String name);

    /** Whether there is such a group. */
    boolean hasGroup(String name);
}
