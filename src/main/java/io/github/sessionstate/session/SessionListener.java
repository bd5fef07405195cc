package io.github.sessionstate.session;

/**
 * Told of every transition after it happened, in order per session, on the thread that made it or on one that was
 * already delivering for the same session. What it throws is logged and reaches nobody.
 */
@FunctionalInterface
public interface SessionListener {
    void sessionChanged(SessionEvent event);
}
