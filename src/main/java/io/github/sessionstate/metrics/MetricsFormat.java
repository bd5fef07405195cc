package io.github.sessionstate.metrics;

import java.util.Arrays;
import java.util.Locale;

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

    /** @param accept the header of a request (RFC 9110 §12.5.1); null if there is none */
    public static MetricsFormat of(String accept) {
        if (accept == null) {
            return TEXT;
        }
        String[] ranges = accept.toLowerCase(Locale.ROOT).split(",");
        double open = quality(ranges, OPEN_METRICS.type);
        double text = Math.max(quality(ranges, TEXT.type),
                Math.max(quality(ranges, "text/*"), quality(ranges, "*/*")));
        return open > 0 && open >= text ? OPEN_METRICS : TEXT;
    }

    /** The best that any range says of exactly this type; 0 if none names it. */
    private static double quality(String[] ranges, String type) {
        return Arrays.stream(ranges).map(range -> range.split(";", -1)).filter(range -> range[0].trim().equals(type))
                .mapToDouble(MetricsFormat::quality).max().orElse(0);
    }

    private static double quality(String[] range) {
        return Arrays.stream(range).skip(1).map(String::trim).filter(parameter -> parameter.startsWith("q="))
                .mapToDouble(parameter -> number(parameter.substring(2))).findFirst().orElse(1);
    }

    // What is no number is no reason to give a client what it may not understand.
    private static double number(String text) {
        return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
    }

    /** The {@code Content-Type} of such a page. */
    public String contentType() {
        return writer.getContentType();
    }

    ExpositionFormatWriter writer() {
        return writer;
    }
}
