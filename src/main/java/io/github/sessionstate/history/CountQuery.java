package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Which counts are asked for.
 *
 * @param from of quarters of an hour that began at this moment or later
 * @param to   of those that began before this moment
 */
public record CountQuery(Instant from, Instant to) {
}
