package io.github.sessionstate.openfire;

import java.util.function.Consumer;

import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventListener;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;

import io.github.sessionstate.openfire.bind.DirectBindHook;
import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Hook;

/** Follows binds and ends. The host tells of a bind before its answer to the client, and of each end once. */
final class SessionEventHook extends Hook implements SessionEventListener {
    private final SessionTracker tracker;
    private final SessionEnds ends;
    private final DirectBindHook directBinds;

    SessionEventHook(SessionTracker tracker, SessionEnds ends, DirectBindHook directBinds) {
        super("session-events");
        this.tracker = tracker;
        this.ends = ends;
        this.directBinds = directBinds;
    }

    @Override
    protected void install() {
        SessionEventDispatcher.addListener(this);
    }

    @Override
    protected void uninstall() {
        SessionEventDispatcher.removeListener(this);
    }

    @Override
    protected boolean isInPlace() {
        // The host does not tell its listeners, and offers no way to replace another's.
        return true;
    }

    @Override
    public void sessionCreated(Session session) {
        tell(session, directBinds::bound);
        tell(session, tracker::bound);
    }

    @Override
    public void anonymousSessionCreated(Session session) {
        tell(session, tracker::bound);
    }

    @Override
    public void sessionDestroyed(Session session) {
        tell(session, ends::destroyed);
    }

    @Override
    public void anonymousSessionDestroyed(Session session) {
        tell(session, ends::destroyed);
    }

    @Override
    public void resourceBound(Session session) {
        // Comes after the client has its answer, which is too late.
    }

    private void tell(Session session, Consumer<LocalClientSession> step) {
        // Sessions of other cluster nodes are not ours to keep.
        if (session instanceof LocalClientSession) {
            guard(() -> step.accept((LocalClientSession) session));
        }
    }
}
