/**
 * The session model: what a session is, how it changes, the tables that hold all of them, and what is written down of
 * them beside.
 *
 * <p>The words are those of the reference, Prosody's session structure: {@code conn}, {@code notopen}, {@code type},
 * {@code username}, {@code host}, {@code resource}, {@code full_jid}, {@code priority}, {@code presence},
 * {@code interested}, {@code roster}; {@code send(x)} and {@code close(x)}; and the three predicates
 * <em>connected</em>, <em>available</em> and <em>interested resource</em>.
 *
 * <p>All see a {@link io.github.sessionstate.session.Session}; the adapter of the server alone makes the transitions of
 * {@link io.github.sessionstate.session.XmppSession}.
 *
 * <p>This room may touch the JDK, the text room, {@code org.xmpp.packet} and {@code org.dom4j}, and nothing else. What
 * it needs of a server stands here as small interfaces ({@link io.github.sessionstate.session.SessionConnection},
 * {@link io.github.sessionstate.session.ServerSession}, {@link io.github.sessionstate.session.RosterView}).
 */
package io.github.sessionstate.session;
