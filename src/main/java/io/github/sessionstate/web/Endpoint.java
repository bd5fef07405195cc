package io.github.sessionstate.web;

import io.github.sessionstate.address.IpAddress;

/**
 * The client's end of a connection, ordered by the numbers of its address and not by their digits.
 *
 * @param ip      the address
 * @param address the same as a number
 * @param port    0 if that is not known
 */
record Endpoint(String ip, IpAddress address, int port) implements Comparable<Endpoint> {
    /** Of this address in text form; null if it is none, or null. */
    static Endpoint of(String ip, int port) {
        IpAddress address = ip == null ? null : IpAddress.of(ip);
        return address == null ? null : new Endpoint(ip, address, port);
    }

    /** Reads what {@link #toString} gave. */
    static Endpoint parse(String text) {
        int space = text.indexOf(' ');
        Endpoint endpoint = of(text.substring(0, space), Integer.parseInt(text.substring(space + 1)));
        if (endpoint == null) {
            throw new IllegalArgumentException(text);
        }
        return endpoint;
    }

    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    // By hand: what Java 17 makes for a record keeps the classes of its parts in memory, and with them the plugin.
    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint endpoint && port == endpoint.port && ip.equals(endpoint.ip);
    }

    @Override
    public int hashCode() {
        return 31 * ip.hashCode() + port;
    }

    @Override
    public String toString() {
        return ip + ' ' + port;
    }
}
