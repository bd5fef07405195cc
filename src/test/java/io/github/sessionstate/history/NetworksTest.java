package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.77, 192.0.2.0/24", "0.0.0.0, 0.0.0.0/24", "255.255.255.255, 255.255.255.0/24",
            "2001:db8:1:2::3, 2001:db8:1::/48", "2001:db8:0:2::3, 2001:db8::/48", "2001:0:1:2::3, 2001:0:1::/48",
            "::1, ::/48", "::ffff:192.0.2.77, 192.0.2.0/24", "fe80::1%eth0, fe80::/48", "localhost,", "192.0.2.0/24,"})
    void anAddressBecomesItsNetwork(String ip, String network) {
        assertThat(Networks.of(ip)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.77, 192.0.2.%", "2001:db8:1:2::3, 2001:db8:1:% 2001:db8:1::%",
            "2001:db8:0:2::3, 2001:db8:0:% 2001:db8::%", "::1, 0:0:0:% ::%", "localhost, ''", "192.0.2.0/24, ''"})
    void addressesOfItsNetworkLookLikeThese(String ip, String patterns) {
        assertThat(String.join(" ", Networks.patterns(ip))).isEqualTo(patterns);
    }
}
