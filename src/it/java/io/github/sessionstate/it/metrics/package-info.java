/** Tests of the metrics: what stands on their page, and that Prometheus and its tools take it. */
package io.github.sessionstate.it.metrics;
