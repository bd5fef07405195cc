/**
 * What the plugin tells of its own health: the state of every hook, what the server offers, failures counted, repairs.
 * Adapters to the server fill it, pages and the API show it.
 *
 * <p>This room may touch the JDK and the text room only.
 */
package io.github.sessionstate.health;
