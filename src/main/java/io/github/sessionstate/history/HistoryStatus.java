package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;

/**
 * How writing goes.
 *
 * @param queuedRows  how many rows wait to be written
 * @param queuedBytes about how much memory they take
 * @param written     how many rows were written since the start
 * @param dropped     how many were not, as too many waited or the database refused them
 * @param lag         for how long the oldest row waits; zero if none does
 * @param lastError   what kind of failure the last one was, in English and without any data; null if there was none
 *                    since the start
 * @param lastErrorAt when that was; null if there was none
 */
public record HistoryStatus(int queuedRows, long queuedBytes, long written, long dropped, Duration lag,
                            String lastError, Instant lastErrorAt) {
}
