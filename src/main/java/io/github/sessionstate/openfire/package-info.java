/**
 * Every call into Openfire: the hooks that follow what the host does, and the implementations of the small interfaces
 * that the other rooms declare.
 *
 * <p>This room and the root alone name {@code org.jivesoftware}, Netty or MINA. What differs between hosts hides behind
 * {@link io.github.sessionstate.openfire.Host}, chosen once at start by what the host offers.
 */
package io.github.sessionstate.openfire;
