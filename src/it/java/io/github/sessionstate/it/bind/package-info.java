/**
 * Tests of what happens when clients ask for a resource: conflicts, limits, reconnect wars, clients that do not wait,
 * and other plugins that have a say.
 */
package io.github.sessionstate.it.bind;
