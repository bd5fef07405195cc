package io.github.sessionstate.openfire.console;

import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.web.Accounts;

/** The users and groups that Openfire has, in whatever directory. */
public final class OpenfireAccounts implements Accounts {
    private static final Log LOG = Log.of(OpenfireAccounts.class);

    @Override
    public boolean hasUser(String name) {
        try {
            UserManager.getInstance().getUser(name);
            return true;
        } catch (UserNotFoundException e) {
            return false;
        } catch (RuntimeException e) {
            return isDown(e);
        }
    }

    @Override
    public boolean hasGroup(String name) {
        try {
            GroupManager.getInstance().getGroup(name);
            return true;
        } catch (GroupNotFoundException e) {
            return false;
        } catch (RuntimeException e) {
            return isDown(e);
        }
    }

    // Whoever cannot be looked up now is not told to be nobody.
    private static boolean isDown(RuntimeException e) {
        LOG.debug("The directory cannot be asked", e);
        return true;
    }
}
