package io.github.sessionstate.session;

import java.time.Instant;

/**
 * One transition of a session, as {@link Timeline} keeps it.
 *
 * @param kind   what happened
 * @param at     when, by the server's clock, to the millisecond
 * @param detail what kind of presence, why the session ended, or the error that a login failed with; null if there is nothing to add
 * @param left   how many transitions between this and the one before are not kept
 */
public record SessionMoment(SessionEventKind kind, Instant at, String detail, int left) {
}
