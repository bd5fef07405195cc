/**
 * Tests that the table follows the sessions of the host, on every transport and whatever clients do. Nothing is lost or
 * left behind, whether clients come and go or the plugin itself.
 */
package io.github.sessionstate.it.follow;
