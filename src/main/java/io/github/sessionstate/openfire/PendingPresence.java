package io.github.sessionstate.openfire;

import org.xmpp.packet.Packet;

import io.github.sessionstate.session.PresenceUpdate;

/** Presence on its way through the host, and what it will do. */
record PendingPresence(Packet stanza, PresenceUpdate update) {
}
