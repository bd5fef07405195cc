package io.github.sessionstate.openfire.host;

import java.util.List;

import org.dom4j.io.XMPPPacketReader;
import org.jivesoftware.openfire.net.StanzaHandler;
import org.jivesoftware.openfire.spi.ConnectionListener;

/**
 * Hosts up to 4.7: connections on MINA. MINA's own types are not named here, as this is looked for on hosts that do not
 * have them.
 *
 * @param session         the field of a {@link StanzaHandler} with its session
 * @param messageReceived passes a message on to the host, as the next three do with other things
 * @param parser          the state of the parsers of a connection
 */
public record MinaMembers(HostField<Object> session, LeakFreeHostCall messageReceived, LeakFreeHostCall sessionIdle,
                          LeakFreeHostCall exceptionCaught, LeakFreeHostCall sessionClosed,
                          Capability<ParserState> parser)
        implements TcpAccept {
    /**
     * The state of the host's parsers: of the one of a connection, which cuts the stream into elements, and of the one
     * of a thread, which reads them.
     *
     * @param buffer  what the connection's has not worked on; null if it gave up
     * @param status  where in the XML it is, a number
     * @param reader  static: the parser of this thread
     * @param text    what the thread's has of the element, from its beginning unless some was dropped, and more
     * @param end     where in this the element ends, or what was taken of it so far
     * @param dropped how many characters it dropped
     */
    public record ParserState(HostField<StringBuilder> buffer, HostField<Integer> status,
                              HostField<ThreadLocal<XMPPPacketReader>> reader, HostField<char[]> text,
                              HostField<Integer> end, HostField<Integer> dropped) {
        private static ParserState find(HostLookup host) throws NotOfferedException {
            Class<?> parser = host.type("org.jivesoftware.openfire.nio.XMLLightweightParser");
            Class<?> reader = host.type("org.xmlpull.mxp1.MXParser");
            return new ParserState(host.field(parser, "buffer"), host.field(parser, "status"),
                    host.field(host.type("org.jivesoftware.openfire.nio.ConnectionHandler"), "PARSER_CACHE"),
                    host.field(reader, "buf"), host.field(reader, "bufEnd"), host.field(reader, "bufAbsoluteStart"));
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
