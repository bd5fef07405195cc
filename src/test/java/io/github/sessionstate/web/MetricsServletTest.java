package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        assertThat(text.headers).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
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
}
