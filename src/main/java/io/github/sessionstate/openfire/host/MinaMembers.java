package io.github.sessionstate.openfire.host;

import java.util.List;

import org.jivesoftware.openfire.net.StanzaHandler;
import org.jivesoftware.openfire.spi.ConnectionListener;

/**
 * Hosts up to 4.7: connections on MINA. MINA's own types are not named here, as this is looked for on hosts that do not
 * have them.
 *
 * @param session         the field of a {@link StanzaHandler} with its session
 * @param messageReceived passes a message on to the host, as the next three do with other things
 * @param parser          the state of the parser of a connection
 */
public record MinaMembers(HostField<Object> session, LeakFreeHostCall messageReceived, LeakFreeHostCall sessionIdle,
                          LeakFreeHostCall exceptionCaught, LeakFreeHostCall sessionClosed,
                          Capability<ParserState> parser)
        implements TcpAccept {
    /**
     * The state of the host's parser.
     *
     * @param buffer what it has not worked on; null if it gave up
     * @param status where in the XML it is, a number
     */
    public record ParserState(HostField<StringBuilder> buffer, HostField<Integer> status) {
        private static ParserState find(HostLookup host) throws NotOfferedException {
            Class<?> parser = host.type("org.jivesoftware.openfire.nio.XMLLightweightParser");
            return new ParserState(host.field(parser, "buffer"), host.field(parser, "status"));
        }
    }

    static MinaMembers find(HostLookup host) throws NotOfferedException {
        host.method(ConnectionListener.class, "getSocketAcceptor");
        Class<?> io = host.type("org.apache.mina.core.session.IoSession");
        Class<?> next = host.type("org.apache.mina.core.filterchain.IoFilter$NextFilter");
        return new MinaMembers(host.field(StanzaHandler.class, "session"),
                host.leakFreeCall(next, "messageReceived", io, Object.class),
                host.leakFreeCall(next, "sessionIdle", io, host.type("org.apache.mina.core.session.IdleStatus")),
                host.leakFreeCall(next, "exceptionCaught", io, Throwable.class),
                host.leakFreeCall(next, "sessionClosed", io),
                host.capability("parser-state", ParserState::find));
    }

    @Override
    public List<Capability<?>> more() {
        return List.of(parser);
    }
}
