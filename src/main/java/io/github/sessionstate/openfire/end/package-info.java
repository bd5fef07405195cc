/**
 * How sessions end ({@code SessionEnds}): why they do, by {@code StackEndCause} and what else was gathered in
 * {@code EndEvidence}; closing that really closes ({@code SessionCloser}); what becomes of a session whose connection
 * has ended; and what comes late of one and must not hit its successor in the host's routing table.
 *
 * <p>May touch {@code host} and {@code tracked}.
 */
package io.github.sessionstate.openfire.end;
