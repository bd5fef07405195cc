package io.github.sessionstate.openfire.tracked;

import org.xmpp.packet.Packet;

import io.github.sessionstate.session.PresenceUpdate;

/** Presence on its way through the host, and what it will do. */
public record PendingPresence(Packet stanza, PresenceUpdate update) {
}
