/**
 * What happens when a client asks for a resource (RFC 6120 §7): conflict policies, limits, reconnect wars, and the
 * order in which binds take their turns. Decisions are pure functions over the sessions of one user; what follows from
 * one is done elsewhere.
 *
 * <p>This room may touch the JDK, the text room and the model.
 */
package io.github.sessionstate.binding;
