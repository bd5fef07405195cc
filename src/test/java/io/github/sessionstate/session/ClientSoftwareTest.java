package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSoftwareTest {
    private static final String CAPS = "xmlns='http://jabber.org/protocol/caps'";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<c CAPS node='https://gajim.org' ver='x'/> | https://gajim.org",
        "<c node=\"a&amp;b\" CAPS hash='sha-1'/> | a&b",
        "<x:c xmlns:x='http://jabber.org/protocol/caps' node='n'/> | n",
        "<status>http://jabber.org/protocol/caps</status> |",
        "<c CAPS node=''/> |",
        "<c CAPS/> |",
        "<c node='elsewhere'/> |"})
    void readsTheNodeOfCapabilities(String element, String name) {
        ClientSoftware software = ClientSoftware.inPresence("<presence>" + element.replace("CAPS", CAPS) + "</presence>");

        assertThat(software == null ? null : software.name()).isEqualTo(name);
    }

    @Test
    void withoutPresenceThereIsNone() {
        assertThat(ClientSoftware.inPresence(null)).isNull();
    }

    @Test
    void isToldInOneLine() {
        assertThat(new ClientSoftware("Gajim", "1.9", "Linux")).hasToString("Gajim 1.9");
        assertThat(new ClientSoftware("Gajim", null, null)).hasToString("Gajim");
    }
}
