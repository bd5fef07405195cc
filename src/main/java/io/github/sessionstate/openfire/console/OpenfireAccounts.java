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
        return mayBeThere(() -> UserManager.getInstance().getUser(name));
    }

    @Override
    public boolean hasGroup(String name) {
        return mayBeThere(() -> GroupManager.getInstance().getGroup(name));
    }

    @Override
    public boolean isAccount(String username) {
        return isThere(() -> UserManager.getInstance().getUser(username));
    }

    /** Asks the server for somebody. */
    private interface Question {
        Object ask() throws UserNotFoundException, GroupNotFoundException;
    }

    private static boolean isThere(Question question) {
        try {
            question.ask();
            return true;
        } catch (UserNotFoundException | GroupNotFoundException e) {
            return false;
        }
    }

    private static boolean mayBeThere(Question question) {
        try {
            return isThere(question);
        } catch (RuntimeException e) {
            // Whoever cannot be looked up now is not told to be nobody.
            LOG.debug("The directory cannot be asked", e);
            return true;
        }
    }
}
