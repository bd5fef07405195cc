package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"<message/>", "<presence type='unavailable'/>", "<iq xmlns='jabber:client' type='get'/>",
            "<c:message xmlns:c='jabber:client'/>"})
    void messagePresenceAndIqOfTheClientNamespaceAreStanzas(String xml) throws SendRefusedException {
        assertThat(StreamText.parse(xml).isStanza()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Message/>", "<r xmlns='urn:xmpp:sm:3'/>", "<message xmlns=''/>",
            "<message xmlns='jabber:server'/>", "<stream:error><reset/></stream:error>"})
    void anythingElseIsNoStanza(String xml) throws SendRefusedException {
        assertThat(StreamText.parse(xml).isStanza()).isFalse();
    }

    @Test
    void theTextStaysAsGivenWithoutSpaceAround() throws SendRefusedException {
        StreamText text = StreamText.parse(" \r\n\t<message to='a@b'><body>1 &lt; 2 \u20AC</body ></message>\n");

        assertThat(text).hasToString("<message to='a@b'><body>1 &lt; 2 \u20AC</body ></message>");
    }

    @Test
    void theElementBelongsToTheCallerAndToNoDocument() throws SendRefusedException {
        StreamText text = StreamText.parse("<message><body>hello</body></message>");

        Element first = text.stanza().getElement();
        first.addAttribute("from", "me");
        Element second = text.stanza().getElement();

        assertThat(first.getParent()).isNull();
        assertThat(first.getDocument()).isNull();
        assertThat(second.attributeValue("from")).isNull();
        assertThat(second.elementText("body")).isEqualTo("hello");
        assertThat(second.getNamespaceURI()).isEqualTo("jabber:client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<message>", "<message></presence>", "<message", "<a:message/>", "<message to=a/>",
            "<message a='1' a='2'/>", "<message>&nbsp;</message>", "<message>\u0001</message>", "<message>&#0;</message>",
            "</stream:stream>", "<message/></stream>", "<message/></stream><stream>", "<?xml version='1.0'?><message/>"})
    void whatIsNotWellFormedInsideAStreamIsRefused(String xml) {
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> StreamText.parse(xml))
                .withMessageStartingWith("not well-formed XML: ").withMessageMatching("[^\r\n]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE message><message/>",
            " <!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><m>&e;</m>"})
    void aDocumentTypeIsRefusedByName(String xml) {
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> StreamText.parse(xml))
                .withMessage("a document type is not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "hello", "<message/><message/>", "<message/> hello", "hello<message/>",
            "<message/>\u2003", "&#32;<message/>", "<message/>&#10;", "<![CDATA[ ]]><message/>",
            "<message/><![CDATA[ ]]>"})
    void anythingButOneElementIsRefused(String xml) {
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> StreamText.parse(xml))
                .withMessage("expected exactly one XML element");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- c --><message/>", "<message><body><!-- c --></body></message>", "<message/><?p i?>",
            "<message><?p i?></message>"})
    void whatAStreamMustNotHoldIsRefused(String xml) {
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> StreamText.parse(xml))
                .withMessageContaining("not allowed in a stream");
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws SendRefusedException {
        StreamText.parse("<a>".repeat(99) + "</a>".repeat(99));
        String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);

        assertThatThrownBy(() -> StreamText.parse(deep)).isInstanceOf(SendRefusedException.class)
                .hasMessageContaining("nested deeper");
    }
}
