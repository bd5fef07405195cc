/** Tests of the plugin's tables in the database of the host. */
package io.github.sessionstate.it.database;
