package io.github.sessionstate.openfire.console;

import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;

import io.github.sessionstate.history.AccountNames;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.web.Accounts;

/** The users and groups that Openfire has, in whatever directory. */
public final class OpenfireAccounts implements Accounts, AccountNames {
    private static final Log LOG = Log.of(OpenfireAccounts.class);

    @Override
    public boolean hasUser(String name) {
        return isFound(() -> UserManager.getInstance().getUser(name));
    }

    @Override
    public boolean hasGroup(String name) {
        return isFound(() -> GroupManager.getInstance().getGroup(name));
    }

    @Override
    public boolean isAccount(String username) {
        try {
            return UserManager.getInstance().getUser(username) != null;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    /** Asks the server for somebody. */
    private interface Question {
        Object ask() throws UserNotFoundException, GroupNotFoundException;
    }

    private static boolean isFound(Question question) {
        try {
            question.ask();
            return true;
        } catch (UserNotFoundException | GroupNotFoundException e) {
            return false;
        } catch (RuntimeException e) {
            // Whoever cannot be looked up now is not told to be nobody.
            LOG.debug("The directory cannot be asked", e);
            return true;
        }
    }
}
