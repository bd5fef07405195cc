package io.github.sessionstate.openfire.host;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;

/**
 * The fields in which the host counts stanzas. Where they hold objects, these are read without the session around them,
 * which costs a wait for memory less; in 4.2.0 they are numbers.
 */
record StanzaCounters(HostField<?> received, HostField<?> sent) {
    /** Of a host that has no such fields. */
    static final StanzaCounters NONE = new StanzaCounters(null, null);

    static StanzaCounters find(HostLookup host) throws NotOfferedException {
        return new StanzaCounters(host.field(LocalSession.class, "clientPacketCount"),
                host.field(LocalSession.class, "serverPacketCount"));
    }

    /** Goes on counting what the client of this session sent. Keeps no session alive. */
    Number received(LocalClientSession session) {
        return counter(received, session, LocalClientSession::getNumClientPackets);
    }

    /** Goes on counting what was sent to it alike. */
    Number sent(LocalClientSession session) {
        return counter(sent, session, LocalClientSession::getNumServerPackets);
    }

    private static Number counter(HostField<?> field, LocalClientSession session,
                                  ToLongFunction<LocalClientSession> count) {
        return field != null && field.get(session) instanceof AtomicLong counter ? counter
                : new StanzaCounter(session, count);
    }
}
