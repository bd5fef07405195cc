package io.github.sessionstate.openfire.roster;

import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.RosterGet;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Keeps from all others what goes to interested resources only: roster pushes (RFC 6121 §2.1.6), and presence of type
 * subscribed, unsubscribe or unsubscribed (§3.1.6, §3.2.3, §3.3.3). A request for a subscription is for available ones
 * (§3.1.3).
 */
public final class InterestedOnlyFilter {
    private static final String ROSTER = "jabber:iq:roster";

    private final LiveSettings settings;

    public InterestedOnlyFilter(LiveSettings settings) {
        this.settings = settings;
    }

    /** Whether the plugin chooses who gets them, as of now. */
    boolean isOurs() {
        return settings.get(Setting.ROSTER_PUSH_INTERESTED_ONLY);
    }

    /** Whether a stanza that the host sends to a client looks like one. */
    public static boolean concerns(Packet stanza) {
        if (stanza instanceof Presence) {
            String type = stanza.getElement().attributeValue("type");
            return type != null && switch (type) {
                case "subscribed", "unsubscribe", "unsubscribed" -> true;
                default -> false;
            };
        }
        return stanza instanceof IQ && ((IQ) stanza).getType() == IQ.Type.set && isRosterQuery((IQ) stanza);
    }

    /** Whether this is about a roster (RFC 6121 §2.1.1). */
    public static boolean isRosterQuery(IQ iq) {
        Element child = iq.getChildElement();
        return child != null && child.getName().equals("query") && ROSTER.equals(child.getNamespaceURI());
    }

    /**
     * Whether this session must not get this stanza, or not now.
     *
     * @param stanza one that {@link #isOne} tells
     */
    public boolean isKeptFrom(OpenfireSession session, Packet stanza) {
        SessionState state = session.session().state();
        if (!isOurs() || !state.isConnectedResource() || !isFromServer(stanza, state)) {
            return false;
        }
        RosterGet get = session.rosterGet();
        if (get == null || !(stanza instanceof IQ) || !get.hold((IQ) stanza)) {
            return !session.isInterested();
        }
        if (get.isOverdue()) {
            release(session, get);
        }
        return true;
    }

    // A push has no sender, or the user's account (RFC 6121 §2.1.6): other clients and components may send what looks
    // like one. Presence of these types comes from the server by its nature: it answers for the contact.
    private static boolean isFromServer(Packet stanza, SessionState state) {
        JID from = stanza.getFrom();
        return from == null || stanza instanceof Presence || from.toString().equals(state.bareJid());
    }

    /** The answer to the client's request is out: what waited for it follows. */
    public static void release(OpenfireSession session, RosterGet get) {
        get.release(push -> session.hostSession().process(push));
    }
}
