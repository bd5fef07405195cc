package io.github.sessionstate.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * A page of metrics in the making. Names are without the prefix that all of ours have, and those of counters without
 * their ending. Values come by those of the labels, in the order of the labels.
 */
final class Page {
    private static final String PREFIX = "sessionstate_";

    private final MetricSnapshots.Builder metrics = MetricSnapshots.builder();

    /** What goes up and down, without a label. */
    void gauge(String name, String help, double value) {
        gauges(name, help, List.of(), Map.of(List.of(), value));
    }

    /** What goes up and down. */
    void gauges(String name, String help, List<String> labels, Map<List<String>, ? extends Number> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((of, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(Labels.of(labels, of))
                .value(value.doubleValue()).build()));
        metrics.metricSnapshot(gauge.build());
    }

    /** What only goes up, without a label. */
    void counter(String name, String help, long value) {
        counters(name, help, List.of(), Map.of(List.of(), value));
    }

    /** What only goes up. */
    void counters(String name, String help, List<String> labels, Map<List<String>, Long> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((of, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of(labels, of)).value(value).build()));
        metrics.metricSnapshot(counter.build());
    }

    /** Times, without a label. The name ends in {@code _seconds}. */
    void times(String name, String help, Distribution times) {
        times(name, help, List.of(), Map.of(List.of(), times));
    }

    /** Times. The name ends in {@code _seconds}. */
    void times(String name, String help, List<String> labels, Map<List<String>, Distribution> times) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(PREFIX + name).help(help);
        times.forEach((of, distribution) -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of(labels, of)).classicHistogramBuckets(distribution.buckets())
                .sum(distribution.sum()).build()));
        metrics.metricSnapshot(histogram.build());
    }

    /** The whole page. */
    byte[] write(MetricsFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.writer().write(out, metrics.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            // Memory does not fail so.
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
