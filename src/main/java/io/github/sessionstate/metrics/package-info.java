/**
 * Numbers for a monitoring system: {@code Metrics} makes a page of them in the formats of Prometheus and OpenMetrics.
 * Most are read when the page is asked for, from what other rooms count anyway; the rest is counted here, told of by
 * events. A page costs the same whatever the number of sessions, but for those that nobody has logged in to.
 *
 * <p>What clients choose never becomes a label as it is: {@code SaslWords} knows which words may.
 *
 * <p>This room may touch the JDK, the text room, the model, what is decided about binds, the plugin's health, how
 * writing the history goes, and the data model and text formats of the Prometheus Java client. Of that it uses neither
 * the registry that all programs of a JVM share nor the instruments, which come with threads of their own that would
 * outlive the plugin.
 */
package io.github.sessionstate.metrics;
