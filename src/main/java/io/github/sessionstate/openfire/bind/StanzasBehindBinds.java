package io.github.sessionstate.openfire.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.dom4j.Attribute;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.attempt.HeldStanzas;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities.BindHandlers;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tracked.OpenfireSession;

/** Has stanzas that clients send behind their requests for a resource find the resource bound. Thread-safe. */
public final class StanzasBehindBinds {
    private static final long REMEMBERED_NANOS = BindAttempt.LIMIT_NANOS;

    private final Capability<BindHandlers> offered;
    // Sessions that asked for a resource in the last seconds, by the address that they had before.
    private final Map<JID, Asked> asked = new HashMap<>();

    private record Asked(OpenfireSession session, long at) {
    }

    public StanzasBehindBinds(Capability<BindHandlers> offered) {
        this.offered = offered;
    }

    /** A session asks for a resource, and has this address yet. */
    synchronized void asks(JID address, OpenfireSession session) {
        asked.put(address, new Asked(session, System.nanoTime()));
    }

    /**
     * The session that asked for a resource a moment ago and had this address then, or has been given it by the host,
     * which does not find the session by either while it binds: what the client has sent by then may carry the one or
     * the other.
     *
     * @param address null for none
     * @return null if there is none, or it has ended
     */
    public OpenfireSession find(JID address) {
        if (address == null || address.getResource() == null
                || !address.getDomain().equals(XMPPServer.getInstance().getServerInfo().getXMPPDomain())) {
            return null;
        }
        synchronized (this) {
            if (address.getNode() == null) {
                Asked found = asked.get(address);
                return found == null ? null : found.session();
            }
            // Seldom asked: mostly the host knows the session.
            return asked.values().stream().map(Asked::session)
                    .filter(session -> session.heldStanzas() != null && isAt(session.hostSession(), address))
                    .findAny().orElse(null);
        }
    }

    private static boolean isAt(LocalClientSession session, JID address) {
        return session != null && session.getAddress().equals(address);
    }

    /** Forgets those that have ended, or asked long ago. To be called several times a second. */
    synchronized void forget() {
        long now = System.nanoTime();
        asked.values().removeIf(one -> one.session().session().state().isDestroyed()
                || now - one.at() > REMEMBERED_NANOS);
    }

    /** Has what this session sends wait until the request is answered, if no accept hook does that. */
    void hold(OpenfireSession session, BindAttempt bind) {
        if (session.channel() == null) {
            HeldStanzas held = session.heldStanzas();
            if (held == null) {
                held = new HeldStanzas(stanza -> route(stanza, session));
                session.setHeldStanzas(held);
            }
            held.hold();
            // They may lead anywhere in the host.
            bind.afterAnswer(held::release, true);
        }
    }

    /**
     * Stops a stanza that must not go on as it is: it goes into the host later, or has done so with another address.
     *
     * @param isKnown whether the host knows the address that it came with
     */
    public boolean stops(Packet stanza, OpenfireSession session, boolean isKnown) {
        HeldStanzas held = session.heldStanzas();
        if (held != null) {
            if (held.isPassing(stanza)) {
                return false;
            }
            if (held.stops(stanza, isKnown)) {
                return true;
            }
            if (held.isOver()) {
                session.setHeldStanzas(null);
            }
        }
        LocalClientSession hostSession = session.hostSession();
        // The host may have looked before the session was bound, and know it now; if not, it is not asked again and
        // again.
        if (isKnown || hostSession == null || !HostSessions.isRegistered(hostSession)) {
            return false;
        }
        route(stanza, session);
        return true;
    }

    /** Nothing waits any more: what does goes on as it is. */
    void stop() {
        List<HeldStanzas> waiting;
        synchronized (this) {
            waiting = asked.values().stream().map(one -> one.session().heldStanzas()).filter(Objects::nonNull).toList();
        }
        waiting.forEach(HeldStanzas::release);
    }

    /**
     * Whether the host wrote the sender's address into a stanza without an addressee (RFC 6120 §10.3), as it does from
     * 4.5 on: before the bind that is the domain, which a client may write itself. The host writes it behind the
     * sender.
     */
    private static boolean isToOwnAddress(Packet stanza) {
        JID to = stanza.getTo();
        List<Attribute> attributes = stanza.getElement().attributes();
        return to != null && to.equals(stanza.getFrom().asBareJID())
                && attributes.indexOf(stanza.getElement().attribute("to"))
                > attributes.indexOf(stanza.getElement().attribute("from"));
    }

    private void route(Packet stanza, OpenfireSession session) {
        if (!session.session().state().isDestroyed()) {
            JID address = session.hostSession().getAddress();
            if (isToOwnAddress(stanza)) {
                stanza.setTo(address.asBareJID());
            }
            stanza.setFrom(address);
            offered.get().route().run(XMPPServer.getInstance().getPacketRouter(), stanza);
        }
    }
}
