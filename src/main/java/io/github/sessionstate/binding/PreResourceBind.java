package io.github.sessionstate.binding;

import io.github.sessionstate.session.Session;

/**
 * For other plugins: has a say in each bind of an authenticated user before anything is decided, as the reference's
 * {@code pre-resource-bind} event. Called on a thread of the plugin where it may block; one that throws, or takes
 * longer than a second, is passed over and logged.
 */
@FunctionalInterface
public interface PreResourceBind {
    /**
     * A client asks for a resource.
     *
     * @param session  the session that is to be bound; its state has user and domain
     * @param resource what it asks for, after the hooks that came before; null if it leaves the choice to the server
     * @return what is to become of the bind; null counts as {@link BindVerdict#proceed()}
     */
    BindVerdict beforeBind(Session session, String resource);
}
