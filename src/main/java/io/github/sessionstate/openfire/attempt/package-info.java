/**
 * {@code BindAttempt}: one request for a resource from the client's stanza to its answer. {@code HeldInput}: what the
 * client sent behind it, held until then, on whatever transport; on BOSH and WebSocket stanza by stanza
 * ({@code HeldStanzas}). Knows no session of the host.
 *
 * <p>May touch the stanzas of the host's library, {@code binding} and {@code session}.
 */
package io.github.sessionstate.openfire.attempt;
