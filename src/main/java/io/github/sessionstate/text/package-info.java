/**
 * Text that somebody else chose, made fit for messages and logs: in one place, so that no client, property or file can
 * write lines of its own into either; what exceptions say of themselves is logged as it is.
 *
 * <p>This room may touch the JDK, and is the only one that names SLF4J.
 */
package io.github.sessionstate.text;
