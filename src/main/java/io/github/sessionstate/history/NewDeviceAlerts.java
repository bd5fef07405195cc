package io.github.sessionstate.history;

/** Tells somebody of logins with a new client or from a new network. */
public interface NewDeviceAlerts {
    /** Whether they are to be looked for. Called for each login: must be quick. */
    boolean areOn();

    /**
     * There was one. Called on a thread of the history, which may wait.
     *
     * @throws RuntimeException if nobody could be told; that is logged
     */
    void raise(NewDevice device);
}
