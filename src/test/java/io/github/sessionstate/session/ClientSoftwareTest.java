package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientSoftwareTest {
    @Test
    void isToldInOneLine() {
        assertThat(new ClientSoftware("Gajim", "1.9", "Linux")).hasToString("Gajim 1.9");
        assertThat(new ClientSoftware("Gajim", null, null)).hasToString("Gajim");
    }
}
