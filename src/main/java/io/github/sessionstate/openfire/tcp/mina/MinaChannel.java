package io.github.sessionstate.openfire.tcp.mina;

import javax.net.ssl.SSLSession;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmlpull.v1.XmlPullParserException;

import io.github.sessionstate.openfire.host.MinaMembers;
import io.github.sessionstate.openfire.tracked.ClientChannel;

/** A client's connection on MINA. */
final class MinaChannel extends ClientChannel {
    // The host's names for what it hangs on a MINA session: ConnectionHandler, ConnectionManagerImpl.
    private static final String STANZA_HANDLER = "HANDLER";
    private static final String CONNECTION = "CONNECTION";
    private static final String PARSER = "XML-PARSER";
    private static final String TLS_FILTER = "tls";
    private static final String COMPRESSION_FILTER = "compression";

    private static final int BETWEEN_ELEMENTS = 0;

    private final MinaMembers members;
    // Null once it was released.
    private volatile IoSession io;

    MinaChannel(MinaMembers members, IoSession io) {
        super(io.getRemoteAddress());
        this.members = members;
        this.io = io;
    }

    @Override
    protected void release() {
        io = null;
    }

    // Null as well if there is no such attribute.
    private Object attribute(Object name) {
        IoSession now = io;
        return now == null ? null : now.getAttribute(name);
    }

    private boolean hasFilter(String name) {
        IoSession now = io;
        return now != null && now.getFilterChain().contains(name);
    }

    @Override
    public LocalClientSession hostSession() {
        Object handler = attribute(STANZA_HANDLER);
        // Not by its address, which another session may have by now.
        Object session = handler == null ? null : members.session().get(handler);
        return session instanceof LocalClientSession ? (LocalClientSession) session : null;
    }

    // The method that replaces it came after the MINA that 4.2 ships.
    @SuppressWarnings("deprecation")
    @Override
    public void disconnect() {
        IoSession now = io;
        if (now != null) {
            now.close(true);
        }
    }

    @Override
    public boolean isOpen() {
        IoSession now = io;
        return now != null && !now.isClosing();
    }

    @Override
    protected Connection connection() {
        return (Connection) attribute(CONNECTION);
    }

    @Override
    public boolean isInputBad() {
        Object parser = parser();
        // XMLLightweightParser throws its buffer away with the exception that it ends with, and only then.
        return parser != null && members.parser().get().buffer().get(parser) == null;
    }

    // The parser takes out of its buffer what it passes on, but for the end of a stream.
    @Override
    public boolean isEndedByClient() {
        Object parser = parser();
        StringBuilder buffer = parser == null ? null : members.parser().get().buffer().get(parser);
        if (buffer == null || members.parser().get().status().get(parser) != BETWEEN_ELEMENTS) {
            return false;
        }
        // A copy: another thread may be reading.
        String left = buffer.toString();
        return left.startsWith("</stream:stream") || left.startsWith("</flash:stream");
    }

    @Override
    public String lastElement() {
        if (!members.parser().isOffered()) {
            return null;
        }
        MinaMembers.ParserState state = members.parser().get();
        Object reader;
        try {
            reader = state.reader().get(null).get().getXPPParser();
        } catch (XmlPullParserException e) {
            // It cannot make one: there was none.
            return null;
        }
        boolean isWhole = state.dropped().get(reader) == 0;
        return isWhole ? new String(state.text().get(reader), 0, state.end().get(reader)) : null;
    }

    // Null if its state cannot be read.
    private Object parser() {
        return members.parser().isOffered() ? attribute(PARSER) : null;
    }

    @Override
    public void ignoreInput() {
        IoSession now = io;
        if (now == null) {
            return;
        }
        now.getFilterChain().addLast("sessionstate-ignores-input", new IoFilterAdapter() {
            @Override
            public void messageReceived(NextFilter next, IoSession session, Object message) {
                // Goes no further.
            }
        });
    }

    @Override
    public boolean isFlushed() {
        IoSession now = io;
        // Of its two counters MINA counts that of messages down too early now and then.
        return now == null || now.isClosing()
                || now.getScheduledWriteBytes() <= 0 && now.getScheduledWriteMessages() <= 0;
    }

    @Override
    protected boolean isSecured() {
        return hasFilter(TLS_FILTER);
    }

    @Override
    protected SSLSession sslSession() {
        return (SSLSession) attribute(SslFilter.SSL_SESSION);
    }

    @Override
    protected boolean isStreamCompressed() {
        return hasFilter(COMPRESSION_FILTER);
    }
}
