package io.github.sessionstate.metrics;


import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/** How a page of metrics is written. */
public enum MetricsFormat {
    /** Prometheus' own text, for whoever asks for nothing else. */
    TEXT("text/plain", PrometheusTextFormatWriter.create()),
    /** The text of OpenMetrics 1.0, for who asks for it by name. */
    OPEN_METRICS("application/openmetrics-text", OpenMetricsTextFormatWriter.create());

    private final String type;
    private final ExpositionFormatWriter writer;

    MetricsFormat(String type, ExpositionFormatWriter writer) {
        this.type = type;
        this.writer = writer;
    }

    /** The media type, without parameters. */
    public String type() {
        return type;
    }

    /** The {@code Content-Type} of such a page. */
    public String contentType() {
        return writer.getContentType();
    }

    ExpositionFormatWriter writer() {
        return writer;
    }
}
