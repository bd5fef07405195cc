/**
 * The host's database: connections from its pool, and whether the plugin's tables are there. The host makes them before
 * it starts the plugin, by the script in {@code database/} of the jar that is named after the kind of database; a later
 * version of them comes with scripts in {@code database/upgrade/N/}, one for each step.
 *
 * <p>May touch {@code host}, {@code database} and {@code health}.
 */
package io.github.sessionstate.openfire.database;
