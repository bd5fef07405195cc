package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "OPTIONS", "get"})
    void whatDoesMoreThanReadIsRefused(String method) throws IOException {
        Exchange exchange = new Exchange(method, "sessionstate/sessions");
        assertThat(Reply.isForReading(exchange.request, exchange.response)).isFalse();
        assertThat(exchange.status).isEqualTo(405);
        assertThat(exchange.headers).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void aBodyIsSentAsWhatItIs() throws IOException {
        Exchange exchange = new Exchange("HEAD", "sessionstate/sessions");
        assertThat(Reply.isForReading(exchange.request, exchange.response)).isTrue();
        Reply.send(exchange.request, exchange.response, "text/plain", Reply.NO_STORE, new byte[] {'a'});
        assertThat(exchange.text()).isEqualTo("a");
        assertThat(exchange.headers).containsEntry("Content-Type", "text/plain").containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff");
    }
}
