package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

class StreamErrorsTest {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-streams";

    static Iterable<String> conditions() {
        return CloseReason.CONDITIONS;
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void everyConditionMakesAStreamError(String condition) {
        Element error = StreamErrors.of(new CloseReason(condition, null)).getElement();

        assertThat(error.getName()).isEqualTo("error");
        assertThat(error.getNamespaceURI()).isEqualTo("http://etherx.jabber.org/streams");
        assertThat(error.elements()).singleElement().satisfies(child -> {
            assertThat(child.getName()).isEqualTo(condition);
            assertThat(child.getNamespaceURI()).isEqualTo(NAMESPACE);
        });
    }

    @Test
    void textIsEscaped() {
        String xml = StreamErrors.of(new CloseReason("policy-violation", "<b> & 'c'")).toXML();

        assertThat(xml).contains("&lt;b&gt; &amp; 'c'</text>");
    }

    @ParameterizedTest
    @CsvSource({"conflict, REPLACED", "connection-timeout, IDLE", "system-shutdown, SERVER_SHUTDOWN",
        "not-well-formed, STREAM_ERROR", "reset, STREAM_ERROR"})
    void theConditionTellsTheCause(String condition, EndCause cause) {
        String xml = StreamErrors.of(new CloseReason(condition, "some <text>")).toXML();

        assertThat(StreamErrors.ofHost(xml).cause()).isEqualTo(cause);
    }

    @Test
    void theTextOfAnErrorTellsNothing() {
        String xml = StreamErrors.of(new CloseReason("policy-violation", "<conflict")).toXML();

        assertThat(StreamErrors.ofHost(xml).cause()).isEqualTo(EndCause.STREAM_ERROR);
    }

    private static String error(String parts) {
        return "<stream:error>" + parts + "</stream:error>";
    }

    private static String condition(String name) {
        return '<' + name + " xmlns='" + NAMESPACE + "'/>";
    }

    private static String text(String xml) {
        return "<text xmlns='" + NAMESPACE + "'>" + xml + "</text>";
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void whatIsMadeIsRead(String condition) {
        String xml = StreamErrors.of(new CloseReason(condition, "<b> & 'c'\n")).toXML();

        assertThat(StreamErrors.ofClient(xml))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, condition, "<b> & 'c'\n"));
    }

    @Test
    void anErrorIsReadBetweenTheHeaderAndTheEndOfTheStream() {
        String header = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='<x'>";

        assertThat(StreamErrors.ofHost(header + error(condition("host-unknown")) + "</stream:stream>"))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "host-unknown", null));
    }

    @Test
    void theFirstConditionAndTheFirstTextCount() {
        assertThat(StreamErrors.ofClient(error("<own xmlns='urn:example'>" + condition("hidden") + text("hidden")
                + "</own>" + text("one <![CDATA[<two>]]>") + text("three") + condition("reset")
                + condition("conflict"))))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", "one <two>"));
    }

    @Test
    void aConditionMayHaveContent() {
        assertThat(StreamErrors.ofClient(error("<see-other-host xmlns='" + NAMESPACE + "'>[::1]:5222</see-other-host>"
                + text("over there"))))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "see-other-host", "over there"));
    }

    @Test
    void whatIsTooLongIsCut() {
        SessionEnd end = StreamErrors.ofClient(error(condition("x".repeat(100)) + text("y".repeat(100_000))));

        assertThat(end.condition()).hasSize(SessionEnd.MAX_CONDITION).endsWith("x\u2026");
        assertThat(end.text()).hasSize(SessionEnd.MAX_TEXT).endsWith("y\u2026");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"<stream:error>", "<stream:error/>", "<stream:error",
        "<stream:errors><reset/></stream:errors>", "<stream:error><reset/></stream:error>",
        "<stream:error>&x;</stream:error>", "<stream:error>\u0000</stream:error>",
        "<stream:error><x:reset/></stream:error>", "<stream:error><!DOCTYPE x></stream:error>",
        "", "<own><stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></own>"})
    void whatIsNoErrorSaysNothing(String xml) {
        assertThat(StreamErrors.ofClient(xml)).isEqualTo(SessionEnd.of(EndCause.STREAM_ERROR));
    }

    @Test
    void whatWasReadBeforeItGoesWrongCounts() {
        assertThat(StreamErrors.ofClient(error(condition("reset") + text("&#0;"))))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", null));
        assertThat(StreamErrors.ofClient(error(condition("reset") + text("a<b/>"))))
                .isEqualTo(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", null));
    }
}
