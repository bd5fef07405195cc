package io.github.sessionstate.history;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /**
     * What the addresses in the network of this one look like in rows, whole or cut, as patterns of SQL; none if it is no
     * address.
     */
    static List<String> patterns(String ip) {
        String network = of(ip);
        if (network == null) {
            return List.of();
        }
        IpAddress address = IpAddress.of(ip);
        String cut = network.substring(0, network.indexOf('/'));
        if (!address.isIpv6()) {
            return List.of(cut.substring(0, cut.lastIndexOf('.') + 1) + '%');
        }
        // Java writes all zeros of an address, others leave them out.
        String whole = Stream.of(48, 32, 16).map(bits -> Long.toHexString(address.high() >>> bits & 0xFFFF))
                .collect(Collectors.joining(":", "", ":%"));
        return List.of(whole, cut + '%');
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
