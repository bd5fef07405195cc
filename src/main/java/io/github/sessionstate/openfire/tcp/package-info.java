/**
 * TCP connections from their accept, and their streams up to the bind. The hooks for the host's two network libraries
 * are below, and only the one that fits is ever loaded.
 *
 * <p>May touch {@code host}, {@code tracked} and {@code attempt}.
 */
package io.github.sessionstate.openfire.tcp;
