package io.github.sessionstate.history;

import java.time.Duration;

/**
 * How writing goes.
 *
 * @param queuedRows  how many rows wait to be written
 * @param queuedBytes about how much memory they take
 * @param written     how many rows were written since the start
 * @param dropped     how many were not, as too many waited or the database refused them
 * @param lag         for how long the oldest row waits; zero if none does
 * @param lastError   what the database said when it failed the last time, in English; null if it has not since the start
 */
public record HistoryStatus(int queuedRows, long queuedBytes, long written, long dropped, Duration lag,
                            String lastError) {
}
