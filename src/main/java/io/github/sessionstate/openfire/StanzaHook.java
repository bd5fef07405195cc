package io.github.sessionstate.openfire;

import java.util.Set;

import org.dom4j.Element;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

import io.github.sessionstate.metrics.StanzaTimes;
import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.attempt.HeldStanzas;
import io.github.sessionstate.openfire.bind.StanzasBehindBinds;
import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.roster.InterestedOnlyFilter;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.PendingPresence;
import io.github.sessionstate.openfire.tracked.RosterGet;
import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.SessionState;

/**
 * Follows presence, roster requests, and logins by XEP-0078 that fail.
 *
 * <p>Presence is read before the host and other interceptors may add to it, and counts once the host has processed it:
 * one that another interceptor rejects changes nothing. A roster request counts when its result leaves, so that a
 * failed one changes nothing. What only interested resources are to get is kept from the others, what was sent behind a
 * request for a resource from going on before that is answered, and what the end of a session would lose from the host.
 */
final class StanzaHook extends Hook implements PacketInterceptor {
    private static final String IQ_AUTH = "jabber:iq:auth";
    /** What the host asks clients for, to know their software (XEP-0092, XEP-0232). */
    private static final Set<String> TELLS_OF_CLIENT =
            Set.of("jabber:iq:version", "http://jabber.org/protocol/disco#info");

    private final SessionTracker tracker;
    private final SessionEnds ends;
    private final InterestedOnlyFilter interestedOnly;
    private final StanzasBehindBinds behind;
    private final Arrivals arrivals;
    private final StanzaTimes times;

    StanzaHook(SessionTracker tracker, SessionEnds ends, InterestedOnlyFilter interestedOnly,
               StanzasBehindBinds behind, Arrivals arrivals, StanzaTimes times) {
        super("stanzas");
        this.tracker = tracker;
        this.ends = ends;
        this.interestedOnly = interestedOnly;
        this.behind = behind;
        this.arrivals = arrivals;
        this.times = times;
    }

    @Override
    protected void install() {
        // First, to see the stanza as the client sent it.
        InterceptorManager.getInstance().addInterceptor(0, this);
    }

    @Override
    protected void uninstall() {
        InterceptorManager.getInstance().removeInterceptor(this);
    }

    @Override
    protected boolean isInPlace() {
        return InterceptorManager.getInstance().getInterceptors().contains(this);
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed)
            throws PacketRejectedException {
        boolean isTimed = times.isDue();
        long begun = isTimed ? System.nanoTime() : 0;
        boolean isStopped = false;
        try {
            if (incoming) {
                if (!processed) {
                    isStopped = stanza instanceof Message && ends.isRepeated((Message) stanza)
                            || received(stanza, session);
                    if (!isStopped && stanza instanceof Message) {
                        arrivals.begins((Message) stanza);
                    }
                } else if (stanza instanceof IQ) {
                    processed((IQ) stanza, session);
                } else {
                    if (stanza instanceof Presence) {
                        arrivals.complete((Presence) stanza, ends::hasGivenWay);
                        processed(stanza, session);
                    }
                    arrivals.isThrough(stanza);
                }
            } else if (!processed) {
                isStopped = sending(stanza, session);
            } else if (stanza instanceof IQ) {
                sent((IQ) stanza, session);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
        if (isTimed) {
            times.add(System.nanoTime() - begun);
        }
        if (isStopped) {
            throw new PacketRejectedException();
        }
    }

    /** @return whether the host must not work on the stanza now */
    private boolean received(Packet stanza, Session hostSession) {
        OpenfireSession session = hostSession == null ? behind.find(stanza.getFrom()) : tracker.find(hostSession);
        if (session == null) {
            return false;
        }
        session.session().stanzaReceived(System.currentTimeMillis());
        if ((hostSession == null || session.heldStanzas() != null)
                && behind.stops(stanza, session, hostSession != null)) {
            return true;
        }
        SessionState state = session.session().state();
        if (!state.isConnectedResource()) {
            return false;
        }
        if (stanza instanceof Presence) {
            PresenceUpdate update = PresenceUpdate.of(stanza.getElement(), state.bareJid());
            // Presence that changes nothing leaves the pending one alone: with an unavailable one the host routes more
            // of the same client, to those whom it had sent directed presence.
            if (update != null) {
                session.setPendingPresence(new PendingPresence(stanza, update));
                if (((Presence) stanza).isAvailable()) {
                    arrivals.begins(stanza, session.hostSession());
                }
            }
        } else if (!state.interested() && stanza instanceof IQ && isOwnRosterGet((IQ) stanza, state)) {
            session.setRosterGet(new RosterGet(stanza.getID()));
        }
        return false;
    }

    private static boolean isOwnRosterGet(IQ iq, SessionState state) {
        JID to = iq.getTo();
        return iq.getType() == IQ.Type.get && InterestedOnlyFilter.isRosterQuery(iq)
                && (to == null || to.toString().equals(state.bareJid()));
    }

    private void processed(IQ iq, Session hostSession) {
        if (!(hostSession instanceof LocalClientSession local)) {
            return;
        }
        if (iq.getType() == IQ.Type.result) {
            toldMore(iq, hostSession);
        } else if (iq.getType() == IQ.Type.set && !HostSessions.isAuthenticated(local)) {
            failedToLogIn(iq, hostSession);
        }
    }

    private void toldMore(IQ result, Session hostSession) {
        Element told = result.getChildElement();
        OpenfireSession session = told != null && TELLS_OF_CLIENT.contains(told.getNamespaceURI())
                ? tracker.find(hostSession) : null;
        if (session != null) {
            session.session().toldMore();
        }
    }

    /**
     * The host is through with a request, of which a login by XEP-0078 that succeeds has made a session with a user.
     * Openfire knows none without a plugin, and answers it with an error or not at all.
     */
    private void failedToLogIn(IQ request, Session hostSession) {
        Element asked = request.getChildElement();
        OpenfireSession session = asked != null && asked.getNamespaceURI().equals(IQ_AUTH)
                ? tracker.find(hostSession) : null;
        if (session != null) {
            session.session().failedToLogIn(LoginFailure.username(asked.elementText("username")), "XEP-0078", null);
        }
    }

    private void processed(Packet stanza, Session hostSession) {
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            if (hostSession instanceof LocalClientSession) {
                ends.presenceBehindTheEnd((LocalClientSession) hostSession);
            }
            return;
        }
        PendingPresence pending = session.pendingPresence();
        // By identity: presence that the host or a plugin sends in between is not the one that is awaited.
        if (pending != null && pending.stanza() == stanza) {
            session.setPendingPresence(null);
            session.session().updated(pending.update());
        }
    }

    /** @return whether the session must not get the stanza */
    private boolean sending(Packet stanza, Session hostSession) {
        if (InterestedOnlyFilter.concerns(stanza)) {
            OpenfireSession session = tracker.find(hostSession);
            return session != null && interestedOnly.isKeptFrom(session, stanza);
        }
        if (stanza instanceof Presence && "error".equals(stanza.getElement().attributeValue("type"))) {
            OpenfireSession session = tracker.find(hostSession);
            return session != null && isForStopped(stanza, session);
        }
        return stanza instanceof IQ && ((IQ) stanza).isResponse() && answering((IQ) stanza, hostSession);
    }

    /** Whether the host answers with an error what is only late. */
    private static boolean isForStopped(Packet stanza, OpenfireSession session) {
        HeldStanzas held = session.heldStanzas();
        return held != null && held.isForStopped(stanza);
    }

    /** @return whether the session must not get the answer */
    private boolean answering(IQ iq, Session hostSession) {
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            return false;
        }
        if (isForStopped(iq, session)) {
            return true;
        }
        BindAttempt bind = session.bind();
        if (bind != null && iq.getType() == IQ.Type.error && bind.isAnsweredBy(iq)) {
            PacketError error = iq.getError();
            if (error != null && error.getCondition() == PacketError.Condition.conflict && bind.isAskedAgain()) {
                return true;
            }
            session.session().refused("bind", error == null ? null : error.getCondition().toXMPP());
            bind.over();
        }
        RosterGet get = session.rosterGet();
        if (get != null && get.isAnsweredBy(iq)) {
            if (iq.getType() == IQ.Type.result) {
                // Before the client can know: who asks for the session then is told.
                session.session().askedForRoster();
            } else {
                session.setRosterGet(null);
            }
        }
        return false;
    }

    private void sent(IQ iq, Session hostSession) {
        if (!iq.isResponse()) {
            return;
        }
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            return;
        }
        BindAttempt bind = session.bind();
        if (bind != null && bind.isAnsweredBy(iq)) {
            // Not before: the client is to have its answer before the next bind of its user may end the session.
            bind.done();
        }
        RosterGet get = session.rosterGet();
        if (get != null && get.isAnsweredBy(iq)) {
            InterestedOnlyFilter.release(session, get);
            session.setRosterGet(null);
        }
    }
}
