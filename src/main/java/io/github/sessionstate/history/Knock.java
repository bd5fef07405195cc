package io.github.sessionstate.history;

/**
 * Connections that never logged in.
 *
 * @param boot        of which start of the server
 * @param atMinute    the beginning of the minute in which they ended, in milliseconds since 1970
 * @param ip          their address
 * @param connections how many there were
 */
record Knock(String boot, long atMinute, String ip, int connections) {
}
