package io.github.sessionstate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFormatTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "*/*", "text/plain", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*", ",;,",
        "application/openmetrics-text;q=0", "application/openmetrics-text;q=0.5,text/plain;version=0.0.4",
        "application/openmetrics-text;q=0.1,*/*;q=0.2", "application/openmetrics-text;q=much",
        "x-application/openmetrics-text"})
    void isTextUnlessAnotherIsAskedFor(String accept) {
        assertThat(MetricsFormat.of(accept)).isEqualTo(MetricsFormat.TEXT);
    }

    // The first is what Prometheus 2.42 sends.
    @ParameterizedTest
    @ValueSource(strings = {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text", "Application/OpenMetrics-Text ; Q=0.5",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2"})
    void isOpenMetricsForWhoPrefersIt(String accept) {
        assertThat(MetricsFormat.of(accept)).isEqualTo(MetricsFormat.OPEN_METRICS);
    }

    @Test
    void pagesSayWhatTheyAre() {
        assertThat(MetricsFormat.TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(MetricsFormat.OPEN_METRICS.contentType())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }
}
