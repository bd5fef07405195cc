/**
 * IP addresses and blocks of them, as settings, grants and filters name them.
 *
 * <p>This room may touch nothing but the JDK.
 */
package io.github.sessionstate.address;
