/**
 * A session of the model joined with the host's session and its connection of the moment; and what the other rooms may
 * ask of the tracker: a session, or a transition.
 *
 * <p>May touch {@code host} and {@code attempt}; the tracker itself is one room up.
 */
package io.github.sessionstate.openfire.tracked;
