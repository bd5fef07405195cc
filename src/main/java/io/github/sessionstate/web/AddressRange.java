package io.github.sessionstate.web;

/**
 * An IP address, or a block of them in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param network an address of the block
 * @param prefix  how many bits of it the whole block has in common
 */
record AddressRange(IpAddress network, int prefix) {
    /** Reads an address, or a block; null if it is neither. */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        IpAddress network = IpAddress.of(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return null;
        }
        String length = slash < 0 ? Integer.toString(network.length()) : text.substring(slash + 1);
        int prefix = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : Integer.MAX_VALUE;
        return prefix > network.length() ? null : new AddressRange(network, prefix);
    }

    /** Whether this address is in it. */
    boolean contains(IpAddress address) {
        return network.sharesPrefix(address, prefix);
    }
}
