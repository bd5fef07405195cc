/**
 * How sessions end ({@link io.github.sessionstate.openfire.end.SessionEnds}): why they do, closing that really closes,
 * what becomes of a session whose connection has ended, and what comes late of one and must not hit its successor in
 * the host's routing table.
 *
 * <p>May touch {@code host} and {@code tracked}.
 */
package io.github.sessionstate.openfire.end;
