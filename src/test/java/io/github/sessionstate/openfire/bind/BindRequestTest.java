package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

/** Requests as texts. That hosts read what is made of them is for BindIT. */
class BindRequestTest {
    private static IQ request(String type, String content) throws Exception {
        return new IQ(DocumentHelper.parseText("<iq type='" + type + "' id='b' from='example.org/stream'"
                + " to='example.org'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>" + content + "</bind></iq>").getRootElement());
    }

    private static IQ request(String content) throws Exception {
        return request("set", content);
    }

    // ------------------------------------------------------------------ what the client asks for

    @ParameterizedTest
    @CsvSource({"desk, desk", "'  my desk ', '  my desk '", "a\u00a0\u2163, a IV", "Desk, Desk"})
    void theResourceIsPreparedAndKeepsItsBlanks(String asked, String expected) throws Exception {
        assertThat(BindRequest.resource(request("<resource>" + asked + "</resource>"))).isEqualTo(expected);
    }

    static Stream<String> unusable() {
        return Stream.of("", "<resource/>", "<resource>a<b/></resource>", "<resource>\u00ad</resource>",
                "<resource>x\ue000y</resource>", "<resource>" + "x".repeat(1024) + "</resource>");
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatCannotBeAResourceLeavesTheChoiceToTheServer(String content) throws Exception {
        assertThat(BindRequest.resource(request(content))).isNull();
    }

    @Test
    void aRequestThatIsNoSetAsksForNothing() throws Exception {
        assertThat(BindRequest.resource(request("get", "<resource>desk</resource>"))).isNull();
    }

    // ------------------------------------------------------------------ what the host is asked for

    @Test
    void whatTheHostReadsAsItIsGoesOnUntouched() throws Exception {
        IQ plain = request("<resource>desk</resource>");
        IQ none = request("");

        assertThat(BindRequest.asking(plain, "desk")).isSameAs(plain);
        assertThat(BindRequest.asking(none, null)).isSameAs(none);
    }

    /** As the host reads it. */
    private static String read(IQ request) {
        Element resource = request.getChildElement().element("resource");
        return resource == null ? null : resource.getTextTrim();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<resource>desk</resource>", "", "<resource/>", "<resource>phone<b/></resource>",
        "<resource>a</resource><resource>b</resource>"})
    void theHostReadsJustWhatItIsAskedFor(String content) throws Exception {
        IQ request = request(content);
        String before = request.toXML();

        IQ asking = BindRequest.asking(request, "  phone ");

        assertThat(read(asking)).isEqualTo("  phone ");
        assertThat(asking.getChildElement().elements()).hasSize(1).allSatisfy(element -> {
            assertThat(element.getNamespaceURI()).isEqualTo("urn:ietf:params:xml:ns:xmpp-bind");
            assertThat(element.elements()).isEmpty();
        });
        assertThat(asking.getID()).isEqualTo("b");
        assertThat(asking.getFrom()).isEqualTo(request.getFrom());
        assertThat(request.toXML()).as("the client's own request").isEqualTo(before);
    }

    @Test
    void childMarkupDoesNotReachTheHost() throws Exception {
        IQ asking = BindRequest.asking(request("<resource>phone<b/></resource>"), "phone");

        assertThat(asking.getChildElement().element("resource").elements()).isEmpty();
        assertThat(read(asking)).isEqualTo("phone");
    }

    @Test
    void whereTheServerIsToChooseTheHostReadsNoResource() throws Exception {
        IQ request = request("<resource>\u00ad</resource>");

        assertThat(read(BindRequest.asking(request, null))).isNull();
    }

    @Test
    void itIsAnsweredByAResponseWithItsId() throws Exception {
        IQ request = request("");
        BindRequest bind = new BindRequest(request, null, null);

        assertThat(bind.isAnsweredBy(IQ.createResultIQ(request))).isTrue();
        assertThat(bind.isAnsweredBy(new IQ(IQ.Type.set, "b"))).isFalse();
        assertThat(bind.isAnsweredBy(new IQ(IQ.Type.result, "other"))).isFalse();
    }

    // ------------------------------------------------------------------ what is refused

    @Test
    void aRefusalHasTheRequestAndTheReason() throws Exception {
        IQ request = request("<resource>desk</resource>");

        IQ refusal = BindRequest.refusal(request, PacketError.Condition.resource_constraint, "Enough");

        assertThat(refusal.getType()).isEqualTo(IQ.Type.error);
        assertThat(refusal.getID()).isEqualTo("b");
        assertThat(refusal.getFrom()).isNull();
        assertThat(refusal.getTo()).isEqualTo(request.getFrom());
        assertThat(refusal.getChildElement().elementText("resource")).isEqualTo("desk");
        assertThat(refusal.getError().getCondition()).isEqualTo(PacketError.Condition.resource_constraint);
        assertThat(refusal.getError().getText()).isEqualTo("Enough");
        assertThat(request.getType()).isEqualTo(IQ.Type.set);
        assertThat(request.getChildElement().getParent()).as("its own child").isSameAs(request.getElement());
    }

    @Test
    void aRefusalNeedsNoText() throws Exception {
        IQ refusal = BindRequest.refusal(request(""), PacketError.Condition.not_allowed, null);

        assertThat(refusal.getError().getText()).isNull();
    }
}
