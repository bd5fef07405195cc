package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserAgentTest {
    @Test
    void inOneLineItHasNoId() {
        assertThat(new UserAgent("id", "AwesomeXMPP", "Phone")).hasToString("AwesomeXMPP, Phone");
        assertThat(new UserAgent("id", null, "Phone")).hasToString("Phone");
        assertThat(new UserAgent("id", null, null)).hasToString("");
    }

    @Test
    void whatIsLongIsCut() {
        UserAgent agent = new UserAgent("i".repeat(1000), "s".repeat(1000), "d".repeat(1000));

        assertThat(agent.id()).isEqualTo("i".repeat(256));
        assertThat(agent.software()).isEqualTo("s".repeat(256));
        assertThat(agent.device()).isEqualTo("d".repeat(256));
    }
}
