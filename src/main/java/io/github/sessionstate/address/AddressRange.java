package io.github.sessionstate.address;

import java.util.List;

/**
 * An IP address, or a block of them in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param network an address of the block
 * @param prefix  how many bits of it the whole block has in common
 */
public record AddressRange(IpAddress network, int prefix) {
    /** Reads an address, or a block; null if it is neither. */
    public static AddressRange of(String text) {
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
    public boolean contains(IpAddress address) {
        return network.sharesPrefix(address, prefix);
    }

    /** Whether some address is in both. */
    public boolean meets(AddressRange other) {
        return network.sharesPrefix(other.network, Math.min(prefix, other.prefix));
    }

    /** Whether a text is an address or a block. */
    public static boolean isRange(String text) {
        return of(text) != null;
    }

    /**
     * Whether an address is in one of these addresses and blocks. What is no address is in none, and what is no block
     * holds none.
     */
    public static boolean isAmong(List<String> ranges, String ip) {
        IpAddress address = IpAddress.of(ip);
        return address != null && ranges.stream().map(AddressRange::of)
                .anyMatch(range -> range != null && range.contains(address));
    }
}
