package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;

import io.github.sessionstate.web.Accounts;

/** The users and groups that Openfire has, in whatever directory. */
public final class OpenfireAccounts implements Accounts {
    @Override
    public boolean hasUser(String name) {
        try {
            UserManager.getInstance().getUser(name);
            return true;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    @Override
    public boolean hasGroup(String name) {
        try {
            GroupManager.getInstance().getGroup(name);
            return true;
        } catch (GroupNotFoundException e) {
            return false;
        }
    }
}
