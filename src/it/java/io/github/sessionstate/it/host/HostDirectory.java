package io.github.sessionstate.it.host;

import java.io.IOException;
import java.util.Map;

/** The accounts, groups and rosters of a host with the probe, changed as the host's console and its plugins do. */
public final class HostDirectory {
    private final OpenfireHost host;

    HostDirectory(OpenfireHost host) {
        this.host = host;
    }

    /** Adds an account with the common password at once, as the console does. */
    public void createAccount(String username) throws IOException {
        host.tellProbe("create-user", Map.of("username", username, "password", HostOptions.PASSWORD));
    }

    /** Changes a user's password as an administrator does. */
    public void changePassword(String username, String password) throws IOException {
        host.tellProbe("change-password", Map.of("username", username, "password", password));
    }

    /** Deletes an account and leaves its sessions alone. */
    public void deleteAccount(String username) throws IOException {
        host.tellProbe("delete-user", Map.of("username", username));
    }

    /** Locks an account out from so many seconds on, and leaves its sessions alone. */
    public void lockOut(String username, int seconds) throws IOException {
        host.tellProbe("lock-out", seconds == 0 ? Map.of("username", username)
                : Map.of("username", username, "seconds", String.valueOf(seconds)));
    }

    /** Ends a lockout. */
    public void unlock(String username) throws IOException {
        host.tellProbe("unlock", Map.of("username", username));
    }

    /** Makes an empty group that its members see in their rosters under this name. */
    public void createSharedGroup(String group, String name) throws IOException {
        host.tellProbe("create-shared-group", Map.of("group", group, "name", name));
    }

    /** Changes the name under which rosters show a group. */
    public void renameSharedGroup(String group, String name) throws IOException {
        host.tellProbe("rename-shared-group", Map.of("group", group, "name", name));
    }

    /** Makes a user a member of a group. */
    public void addToGroup(String group, String bareJid) throws IOException {
        host.tellProbe("add-to-group", Map.of("group", group, "jid", bareJid));
    }

    /** Ends a membership. */
    public void removeFromGroup(String group, String bareJid) throws IOException {
        host.tellProbe("remove-from-group", Map.of("group", group, "jid", bareJid));
    }

    /** Adds a contact to a user's roster as plugins of the host do, with a push or without. */
    public void addRosterItem(String user, String bareJid, boolean push) throws IOException {
        host.tellProbe("add-roster-item", Map.of("user", user, "jid", bareJid, "push", String.valueOf(push)));
    }

    /**
     * When the user's roster is asked for next, gives a contact another name after the roster was read, and before the
     * answer leaves.
     */
    public void changeBeforeAnswer(String user, String bareJid, String name) throws IOException {
        host.tellProbe("change-before-answer", Map.of("user", user, "jid", bareJid, "name", name));
    }

    /** Has the host fail whenever it loads a roster, or not any more; it forgets those it had. */
    public void breakRosters(boolean broken) throws IOException {
        host.tellProbe("break-rosters", Map.of("break", String.valueOf(broken)));
    }

    /** Has the host fail when it loads the next roster, and never again; it forgets those it had. */
    public void breakNextRoster() throws IOException {
        host.tellProbe("break-rosters", Map.of("break", "once"));
    }
}
