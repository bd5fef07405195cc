/**
 * Rosters: the contacts of a user; {@code InterestedOnlyFilter} keeps roster pushes from resources that did not ask for
 * their roster, {@code InterestedRoutingTable} shows the host those that it leaves out.
 *
 * <p>May touch {@code host}, {@code tracked} and {@code settings}.
 */
package io.github.sessionstate.openfire.roster;
