package io.github.sessionstate.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.github.sessionstate.text.Quote;

/** An IP address, or a block of them in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3). */
final class AddressRange {
    private static final Pattern IPV4 = Pattern.compile("(?:OCTET\\.){3}OCTET".replace("OCTET",
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));
    // What begins so and has a colon is never taken for a name.
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Reads an address, or a block. */
    static AddressRange of(String text) throws ApiException {
        int slash = text.indexOf('/');
        byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
        String length = slash < 0 ? "" : text.substring(slash + 1);
        int prefix = slash < 0 && network != null ? network.length * 8
                : length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
        if (network == null || prefix < 0 || prefix > network.length * 8) {
            throw ApiException.badRequest("ip takes an address or a block, such as 10.0.0.0/8: " + Quote.of(text));
        }
        return new AddressRange(network, prefix);
    }

    /** Whether this address is in it. */
    boolean contains(String ip) {
        byte[] address = ip == null ? null : bytes(ip);
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xff : 0xff << 8 - (prefix - bit) & 0xff;
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address in text form, an IPv4 one in IPv6 as IPv4; null if it is none. */
    static byte[] bytes(String text) {
        // Checked first: of what is no address Java would ask the name service.
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
