package io.github.sessionstate.openfire.tcp.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.StringReader;
import java.net.InetSocketAddress;

import org.apache.mina.core.session.IoSession;
import org.dom4j.io.XMPPPacketReader;
import org.junit.jupiter.api.Test;
import org.xmlpull.v1.XmlPullParserException;

import io.github.sessionstate.openfire.host.HostCapabilities;
import io.github.sessionstate.openfire.host.HostLookup;
import io.github.sessionstate.openfire.host.MinaMembers;

/** What the host's own parsers have of the element that it is at. */
class MinaChannelTest {
    private final MinaMembers members = (MinaMembers) HostCapabilities.of(new HostLookup()).tcpAccept().get();
    private final MinaChannel channel = channel();

    private MinaChannel channel() {
        IoSession io = mock(IoSession.class);
        when(io.getRemoteAddress()).thenReturn(new InetSocketAddress("127.0.0.1", 5222));
        return new MinaChannel(members, io);
    }

    /** As the host reads an element, on the thread that it works on it. */
    private void read(String element) throws Exception {
        XMPPPacketReader reader = members.parser().get().reader().get(null).get();
        reader.read(new StringReader(element));
    }

    @Test
    void whatThisThreadReadLastIsToldAsItWasSent() throws Exception {
        String element = "<message><body>&lt;b> \ud83d\ude00</body></message>";
        read("<iq type='get' id='longer than the next one, so that there is something of it left'><query/></iq>");
        read(element);

        assertThat(channel.lastElement()).isEqualTo(element);
    }

    @Test
    void whatCannotBeReadIsToldAsWell() {
        String error = "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";

        assertThatThrownBy(() -> read(error)).as("its prefix is that of the stream")
                .isInstanceOf(XmlPullParserException.class);
        assertThat(channel.lastElement()).isEqualTo(error);
    }

    @Test
    void whatIsLongWhenItCannotBeReadIsToldWithoutItsEnd() {
        String error = "<stream:error><text>" + "x".repeat(100_000) + "</text></stream:error>";

        assertThatThrownBy(() -> read(error)).isInstanceOf(XmlPullParserException.class);
        assertThat(channel.lastElement()).startsWith("<stream:error><text>x").hasSizeLessThan(error.length());
    }

    @Test
    void whatTheParserDroppedInPartIsNotTold() throws Exception {
        read("<message>" + "<part>x</part>".repeat(10_000) + "</message>");

        assertThat(channel.lastElement()).isNull();
    }
}
