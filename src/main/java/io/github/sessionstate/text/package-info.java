/**
 * Text that somebody else chose, made fit for messages and logs: in one place, so that no client, property or file can
 * write lines of its own into either; what exceptions say of themselves is logged as it is. The only room that names SLF4J. May touch the JDK and SLF4J.
 */
package io.github.sessionstate.text;
