package io.github.sessionstate.openfire.host;

/** What it takes to end a session whose TCP connection is known. */
public interface HostChannel {
    /** Whether all that was written has been handed to the operating system, or is before the host closes it. */
    boolean isFlushed();

    /** Whether the connection is neither closed nor about to be. */
    boolean isOpen();

    /** From now on the host gets nothing that the client sends, where it would take that for a successor's. */
    void ignoreInput();
}
