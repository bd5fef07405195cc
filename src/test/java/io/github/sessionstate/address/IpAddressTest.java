package io.github.sessionstate.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as numbers, and blocks of them ({@link AddressRange}). */
class IpAddressTest {
    private static final int TRIES = 2_000;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "999.1.1.1", "10.0.0.300", "010.0.0.1", "00.0.0.1", ".:", "g::1", "1.2.3",
            "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..2.3", "-1.2.3.4", "1.2.3.4 ", "", "1.2.3.99999999999", "1::2::3",
            "a%b:c", "::g", "\u0661.2.3.4", "::\uff11", "10.0.0.0x"})
    void whatIsNoAddressIsNotAskedOfTheNameService(String text) {
        assertThat(IpAddress.of(text)).isNull();
    }

    /** Java's own reading of the same addresses. */
    @Test
    void addressesAreReadAsJavaReadsThem() throws UnknownHostException {
        Random random = new Random(3);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            IpAddress expected = bytes.length == 4
                    ? new IpAddress(false, 0, Integer.toUnsignedLong(buffer.getInt()))
                    : new IpAddress(true, buffer.getLong(), buffer.getLong());
            assertThat(IpAddress.of(address.getHostAddress())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, ::ffff:10.0.0.1, true", "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.128/25, 10.1.2.127, false", "10.1.2.128/25, 10.1.2.200, true", "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false", "fe80::/10, fe80::1%eth0, true", "fe80::/10, fec0::1, false",
        "0.0.0.0/0, ::1, false", "0.0.0.0/0, 255.0.0.1, true", "::/0, ffff::1, true", "::/0, 1.2.3.4, false",
        "2001:db8::/64, 2001:db8::ffff:1, true", "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::8000/113, 2001:db8::ffff, true", "2001:db8::8000/113, 2001:db8::7fff, false",
        "2001:db8::1, 2001:db8::1, true", "2001:db8::1, 2001:db8::2, false"})
    void aBlockHoldsThoseThatBeginLikeIt(String block, String address, boolean isIn) {
        assertThat(AddressRange.of(block).contains(IpAddress.of(address))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "::/x", "/8", "example.org/8",
            "10.0.0.0/8/8"})
    void whatIsNoBlockIsNone(String text) {
        assertThat(AddressRange.of(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.255.0.1, true", "128.0.0.1, false", "::1, true", "::ffff:127.0.0.1, true",
        "::2, false", "::, false", "1::1, false", "10.0.0.1, false"})
    void thisMachineIsKnown(String address, boolean isLoopback) {
        assertThat(IpAddress.of(address).isLoopback()).isEqualTo(isLoopback);
    }

    @Test
    void theSecondHalfOfAnIpv6AddressIsTheClients() {
        assertThat(IpAddress.of("2001:db8::1:2:3").network()).isEqualTo(IpAddress.of("2001:db8::9").network())
                .isNotEqualTo(IpAddress.of("2001:db8:0:1::1").network());
        assertThat(IpAddress.of("192.0.2.1").network()).isNotEqualTo(IpAddress.of("192.0.2.2").network());
    }

    @Test
    void anAddressIsAmongOthersIfOneOfThemHoldsIt() {
        List<String> ranges = List.of("10.0.0.0/8", "no address", "2001:db8::1");

        assertThat(AddressRange.isAmong(ranges, "10.1.2.3")).isTrue();
        assertThat(AddressRange.isAmong(ranges, "2001:db8::1")).isTrue();
        assertThat(AddressRange.isAmong(ranges, "2001:db8::2")).isFalse();
        assertThat(AddressRange.isAmong(ranges, "no address")).isFalse();
        assertThat(AddressRange.isAmong(List.of(), "10.1.2.3")).isFalse();
    }
}
