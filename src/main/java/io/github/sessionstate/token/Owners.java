package io.github.sessionstate.token;

/** The accounts that own grants, in whatever directory they are. */
public interface Owners {
    /** The domain of the server, as in JIDs. Never blocks. */
    String domain();

    /**
     * The bare JID of the account of this name, whether it exists or not: one for all ways to write it. Never blocks.
     *
     * @throws IllegalArgumentException if no account can have this name
     */
    String jidOf(String username);

    /**
     * Whether the account exists, is an administrator's now, and is not locked out. May ask a directory that takes its
     * time.
     *
     * @param username the first part of a JID
     * @throws RuntimeException if the directory cannot be asked now
     */
    boolean isUsable(String username);
}
