package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.metrics.MetricsFormat;

class MetricsServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void isTextUnlessOpenMetricsIsAskedFor() {
        console.accepted();
        Exchange text = new Exchange("GET", ApiPaths.METRICS).run(new MetricsServlet());
        Exchange open = new Exchange("GET", ApiPaths.METRICS).header("Accept", "application/openmetrics-text")
                .run(new MetricsServlet());

        assertThat(text.status).isEqualTo(200);
        assertThat(text.headers).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .containsEntry("Vary", "Accept");
        assertThat(text.text()).contains("sessionstate_sessions{type=\"c2s_unauthed\"} 1.0\n").doesNotContain("EOF");
        assertThat(open.headers).containsEntry("Content-Type",
                "application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.text()).endsWith("# EOF\n");
    }

    @Test
    void hasNoParameters() {
        Exchange exchange = new Exchange("GET", ApiPaths.METRICS);
        when(exchange.request.getQueryString()).thenReturn("name[]=x");

        assertThat(exchange.run(new MetricsServlet()).status).isEqualTo(400);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "*/*", "text/plain", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*", ",;,",
        "application/openmetrics-text;q=0", "application/openmetrics-text;q=0.5,text/plain;version=0.0.4",
        "application/openmetrics-text;q=0.1,*/*;q=0.2", "application/openmetrics-text;q=much",
        "x-application/openmetrics-text"})
    void isTextUnlessAnotherIsAskedFor(String accept) {
        assertThat(format(accept)).isEqualTo(MetricsFormat.TEXT);
    }

    // The first is what Prometheus 2.42 sends.
    @ParameterizedTest
    @ValueSource(strings = {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text", "Application/OpenMetrics-Text ; Q=0.5",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2"})
    void isOpenMetricsForWhoPrefersIt(String accept) {
        assertThat(format(accept)).isEqualTo(MetricsFormat.OPEN_METRICS);
    }

    private static MetricsFormat format(String accept) {
        return MetricsServlet.format(Accept.of(accept == null ? List.of() : List.of(accept)));
    }
}
