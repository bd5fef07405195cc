package io.github.sessionstate.openfire.console;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.lockout.LockOutManager;

import io.github.sessionstate.token.Owners;

/** The administrators of the console, as owners of grants. */
public final class OpenfireOwners implements Owners {
    private final OpenfireAccounts accounts = new OpenfireAccounts();

    @Override
    public String domain() {
        return XMPPServer.getInstance().getServerInfo().getXMPPDomain();
    }

    @Override
    public String jidOf(String username) {
        return XMPPServer.getInstance().createJID(username, null).toBareJID();
    }

    @Override
    public boolean isUsable(String username) {
        // As the console itself asks. The account last: a right may outlive it.
        return AdminManager.getInstance().isUserAdmin(username, true)
                && !LockOutManager.getInstance().isAccountDisabled(username) && accounts.isAccount(username);
    }
}
