package io.github.sessionstate.openfire.console;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.event.UserEventListener;
import org.jivesoftware.openfire.lockout.LockOutEventDispatcher;
import org.jivesoftware.openfire.lockout.LockOutEventListener;
import org.jivesoftware.openfire.lockout.LockOutFlag;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.user.User;

import io.github.sessionstate.history.AccountDeletions;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.Later;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.token.Revocations;

/**
 * Ends the sessions of a user whose account changed, where the host leaves them open: it closes none after a change of
 * password, and after a deletion or a lockout only its console and the user's own client have it close some, detached
 * ones excepted. The user's tokens end too, whatever is set for sessions; those of who is locked out only rest.
 */
public final class AccountHook extends Hook implements UserEventListener, LockOutEventListener {
    private static final Log LOG = Log.of(AccountHook.class);
    // RFC 6120 §4.9.3.16: what a new stream must negotiate anew is not what this one did.
    private static final CloseReason PASSWORD_CHANGED = new CloseReason("reset", "The password was changed",
            Setting.CLOSE_ON_PASSWORD_CHANGE.shortName());
    // RFC 6120 §4.9.3.12, and what the host itself sends in these cases.
    private static final CloseReason DELETED = new CloseReason("not-authorized", "The account was deleted",
            Setting.CLOSE_ON_DELETION.shortName());
    private static final CloseReason LOCKED_OUT = new CloseReason("not-authorized", "The account is locked out",
            Setting.CLOSE_ON_LOCKOUT.shortName());

    // What the host has not closed by then, it leaves open.
    private static final long HOST_MILLIS = 300;
    // The host tells of a deletion before it deletes, which may take its time in a directory somewhere.
    private static final int DELETION_LOOKS = 30;

    private final TrackedSessions tracker;
    private final LiveSettings settings;
    private final Revocations tokens;
    private final AccountDeletions history;
    private final Later later;
    private final RequestsInWork requests;
    private final OpenfireAccounts accounts = new OpenfireAccounts();

    /**
     * @param tokens   told of accounts whose tokens must end
     * @param history  told of accounts that are gone
     * @param executor where sessions are closed that the host leaves open
     */
    public AccountHook(TrackedSessions tracker, LiveSettings settings, Revocations tokens,
                       AccountDeletions history, ScheduledExecutorService executor) {
        super("accounts");
        this.tracker = tracker;
        this.settings = settings;
        this.tokens = tokens;
        this.history = history;
        this.later = new Later(executor);
        this.requests = new RequestsInWork(tracker, this::failed);
    }

    @Override
    protected void install() {
        requests.install();
        UserEventDispatcher.addListener(this);
        LockOutEventDispatcher.addListener(this);
    }

    @Override
    protected void uninstall() {
        LockOutEventDispatcher.removeListener(this);
        UserEventDispatcher.removeListener(this);
        requests.uninstall();
    }

    @Override
    protected boolean isInPlace() {
        return requests.isInPlace();
    }

    // ------------------------------------------------------------------ password

    @Override
    public void userModified(User user, Map<String, Object> params) {
        if (!"passwordModified".equals(params.get("type"))) {
            return;
        }
        guard(() -> tokens.accountChanged(user.getUsername()));
        guard(() -> {
            if (settings.get(Setting.CLOSE_ON_PASSWORD_CHANGE)) {
                OpenfireSession changedBy = requests.onThisThread();
                tracker.ofUser(user.getUsername()).stream().filter(session -> session != changedBy)
                        .forEach(session -> session.close(PASSWORD_CHANGED, EndCause.ACCOUNT_CHANGED));
            }
        });
    }

    // ------------------------------------------------------------------ deletion

    @Override
    public void userDeleting(User user, Map<String, Object> params) {
        guard(() -> tokens.accountChanged(user.getUsername()));
        later(HOST_MILLIS, () -> forgetIfDeleted(user.getUsername(), DELETION_LOOKS));
        guard(() -> {
            if (settings.get(Setting.CLOSE_ON_DELETION)) {
                String username = user.getUsername();
                expectEnds(username, true);
                later(HOST_MILLIS, () -> closeIfDeleted(username, DELETION_LOOKS));
            }
        });
    }

    private void forgetIfDeleted(String username, int looksLeft) {
        if (!accounts.hasUser(username)) {
            history.accountDeleted(username);
        } else if (looksLeft > 0) {
            later(HOST_MILLIS, () -> forgetIfDeleted(username, looksLeft - 1));
        }
    }

    private void closeIfDeleted(String username, int looksLeft) {
        boolean isWanted = settings.get(Setting.CLOSE_ON_DELETION);
        if (isWanted && !accounts.hasUser(username)) {
            close(username, DELETED);
        } else if (isWanted && looksLeft > 0) {
            later(HOST_MILLIS, () -> closeIfDeleted(username, looksLeft - 1));
        } else {
            expectEnds(username, false);
        }
    }

    // ------------------------------------------------------------------ lockout

    @Override
    public void accountLocked(LockOutFlag flag) {
        if (settings.get(Setting.CLOSE_ON_LOCKOUT)) {
            guard(() -> awaitLockout(flag.getUsername(), flag.getStartTime()));
        }
    }

    /** @param start null for now */
    private void awaitLockout(String username, Date start) {
        long wait = start == null ? 0 : Math.max(0, start.getTime() - System.currentTimeMillis());
        if (wait == 0 && LockOutManager.getInstance().isAccountDisabled(username)) {
            expectEnds(username, true);
        }
        later(wait + HOST_MILLIS, () -> closeIfLockedOut(username));
    }

    private void closeIfLockedOut(String username) {
        if (settings.get(Setting.CLOSE_ON_LOCKOUT) && LockOutManager.getInstance().isAccountDisabled(username)) {
            close(username, LOCKED_OUT);
        } else {
            expectEnds(username, false);
        }
    }

    // ------------------------------------------------------------------

    private void expectEnds(String username, boolean expected) {
        tracker.ofUser(username)
                .forEach(session -> session.evidence().expected(expected ? EndCause.ACCOUNT_CHANGED : null));
    }

    private void close(String username, CloseReason reason) {
        List<OpenfireSession> left = tracker.ofUser(username);
        LOG.debug("{}: {}, {} sessions are left to close", username, reason.text(), left.size());
        left.forEach(session -> session.close(reason, EndCause.ACCOUNT_CHANGED));
    }

    private void later(long millis, Runnable step) {
        later.run(millis, () -> guard(step));
    }

    @Override
    public void userCreated(User user, Map<String, Object> params) {
        // Has no sessions, but may have the tokens and the past of another of this name who was deleted elsewhere.
        guard(() -> tokens.accountChanged(user.getUsername()));
        guard(() -> history.accountDeleted(user.getUsername()));
    }

    @Override
    public void accountUnlocked(String username) {
        // A lockout that was to start later is looked up when it does.
    }

    @Override
    public void lockedAccountDenied(String username) {
        // Has no session to close.
    }
}
