package io.github.sessionstate.history;

import io.github.sessionstate.address.IpAddress;

/** What is left of an address that is not kept any more: the network of a whole site. */
final class Networks {
    private static final int GROUPS = 3;

    private Networks() {
    }

    /**
     * The network of an address, such as {@code 192.0.2.0/24} or {@code 2001:db8:1::/48}.
     *
     * @param ip an address; null for none
     * @return null if it is no address
     */
    static String of(String ip) {
        IpAddress address = ip == null ? null : IpAddress.of(ip);
        if (address == null) {
            return null;
        }
        return address.isIpv6() ? ipv6(address.high()) : ipv4(address.low());
    }

    private static String ipv4(long number) {
        return (number >>> 24) + "." + (number >>> 16 & 0xFF) + '.' + (number >>> 8 & 0xFF) + ".0/24";
    }

    // As RFC 5952 §4 writes it: no zeros at the end of what stands before the colons.
    private static String ipv6(long high) {
        StringBuilder text = new StringBuilder();
        long left = high & -1L << 16;
        for (int group = 0; group < GROUPS && left != 0; group++) {
            text.append(group == 0 ? "" : ":").append(Long.toHexString(left >>> 48));
            left <<= 16;
        }
        return text.append("::/48").toString();
    }
}
