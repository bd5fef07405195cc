/**
 * Rosters: the contacts of a user, and keeping roster pushes from resources that did not ask for their roster.
 *
 * <p>May touch {@code host}, {@code tracked} and {@code settings}.
 */
package io.github.sessionstate.openfire.roster;
