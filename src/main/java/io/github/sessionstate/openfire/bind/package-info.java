/**
 * The plugin's place before the host's handler of binds, and what an attempt goes through there: hooks of other
 * plugins, the roster, the decision, the sessions that make way, the host. What was sent behind a bind is let on from
 * here. {@code DirectBindHook}: the same for binds that come by no stanza.
 *
 * <p>May touch {@code host}, {@code tracked}, {@code attempt}, {@code roster}, {@code binding} and
 * {@code settings}.
 */
package io.github.sessionstate.openfire.bind;
