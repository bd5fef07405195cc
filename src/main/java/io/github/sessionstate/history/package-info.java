/**
 * What is kept of sessions beyond their end, in the tables of the plugin: a row for each session that logged in, rows of
 * logins that failed, and counts of connections that never logged in. {@code History} listens, writes a moment later,
 * answers questions, and removes what is older than the policy says. Nothing here keeps a client or a thread of the
 * server waiting: what comes faster than the database takes it is dropped and counted.
 *
 * <p>Nothing of what people write is kept: no presence, no stanza. Names that are no account's are not kept either, unless
 * the policy says so, as such a name is often a password in the wrong field.
 *
 * <p>This room may touch the JDK, {@code java.sql} among it, the text room, the session model and what that is made of
 * ({@code org.xmpp.packet}), addresses, and the database. What it needs of a server stands here as
 * {@link io.github.sessionstate.history.AccountNames}.
 */
package io.github.sessionstate.history;
