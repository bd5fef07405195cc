package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;

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

        assertThat(StreamErrors.causeOf(xml)).isEqualTo(cause);
    }

    @Test
    void theTextOfAnErrorTellsNothing() {
        String xml = StreamErrors.of(new CloseReason("policy-violation", "<conflict")).toXML();

        assertThat(StreamErrors.causeOf(xml)).isEqualTo(EndCause.STREAM_ERROR);
    }
}
