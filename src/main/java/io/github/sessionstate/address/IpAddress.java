package io.github.sessionstate.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as a number, ordered by it: IPv4 before IPv6.
 *
 * @param isIpv6 which of them it is
 * @param high   the first half of an IPv6 address; 0 for IPv4
 * @param low    the rest of the address
 */
public record IpAddress(boolean isIpv6, long high, long low) implements Comparable<IpAddress> {
    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;

    /** Reads an address in text form, with its zone or without; an IPv4 one in IPv6 as IPv4. Null if it is none. */
    public static IpAddress of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            long number = ipv4(text);
            return number < 0 ? null : new IpAddress(false, 0, number);
        }
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        // Checked first: of what is no address Java would ask the name service.
        return colon < address.length() && isOfIpv6Characters(address) ? ipv6(address) : null;
    }

    // Negative if it is none. By hand: it is read for every session that a filter looks at.
    private static long ipv4(String text) {
        long number = 0;
        int octets = 0;
        int octet = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.' && octet >= 0) {
                number = number << 8 | octet;
                octets++;
                octet = -1;
            } else if (c >= '0' && c <= '9' && octet != 0 && octet <= MAX_OCTET) {
                octet = Math.max(octet, 0) * 10 + c - '0';
            } else {
                return -1;
            }
            if (octet > MAX_OCTET) {
                return -1;
            }
        }
        return octets == OCTETS ? number : -1;
    }

    private static boolean isOfIpv6Characters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && (c != '.' || i == 0) || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static IpAddress ipv6(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
            return bytes.capacity() == OCTETS ? new IpAddress(false, 0, Integer.toUnsignedLong(bytes.getInt()))
                    : new IpAddress(true, bytes.getLong(), bytes.getLong());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Whether it is of this machine alone: 127.0.0.0/8, or ::1. */
    public boolean isLoopback() {
        return isIpv6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    /** What one client surely has to itself: an IPv4 address, or the first half of an IPv6 one (RFC 6177). */
    public IpAddress network() {
        return isIpv6 ? new IpAddress(true, high, 0) : this;
    }

    /** How many bits an address of this kind has. */
    public int length() {
        return isIpv6 ? 128 : 32;
    }

    /** Whether both are of one kind and begin with the same bits. */
    public boolean sharesPrefix(IpAddress other, int bits) {
        int ofHigh = isIpv6 ? Math.min(bits, Long.SIZE) : 0;
        return isIpv6 == other.isIpv6 && isSame(high, other.high, Long.SIZE - ofHigh)
                && isSame(low, other.low, Math.min(length(), Long.SIZE) - (bits - ofHigh));
    }

    private static boolean isSame(long one, long other, int bitsLeftOut) {
        return bitsLeftOut == Long.SIZE || (one ^ other) >>> bitsLeftOut == 0;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byKind = Boolean.compare(isIpv6, other.isIpv6);
        int byHigh = byKind != 0 ? byKind : Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
