/**
 * The console and the accounts behind it: who is logged in there, its security audit, its texts, the users and groups,
 * and the end of sessions whose account was changed.
 *
 * <p>May touch {@code host}, {@code tracked}, {@code settings}, and the interfaces that {@code web} and {@code token}
 * declare.
 */
package io.github.sessionstate.openfire.console;
