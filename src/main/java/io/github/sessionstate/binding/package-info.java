/**
 * What happens when a client asks for a resource (RFC 6120 §7). {@code BindPolicy} decides conflicts and limits, a pure
 * function over the sessions of one user; {@code BindArbiter} asks it, ends reconnect wars, and tells of what was
 * decided; {@code BindQueue} has binds take turns; {@code BindHooks} ask other plugins. What follows from a decision is
 * done elsewhere.
 *
 * <p>This room may touch the JDK, the text room and the model.
 */
package io.github.sessionstate.binding;
