/**
 * The server's database as the other rooms use it: {@code Database} runs pieces of work on threads of the plugin, each
 * in a transaction of its own, and {@code GuardedDatabase} sees to it that a database that is slow or down costs nobody
 * else a thread, and the server no more than a few connections. Whose statements run here is no concern of this room.
 *
 * <p>This room may touch the JDK, {@code java.sql} among it, and the text room. Where connections come from stands here
 * as {@link io.github.sessionstate.database.Connections}.
 */
package io.github.sessionstate.database;
