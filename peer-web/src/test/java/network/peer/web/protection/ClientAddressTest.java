package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @Test
    void withoutProxiesTheHeaderIsNotBelieved() {
        assertThat(ClientAddress.of("192.0.2.1", List.of("198.51.100.7"), 0)).isEqualTo("192.0.2.1");
    }

    @Test
    void whatAClientPutBeforeTheProxiesIsNotBelieved() {
        List<String> headers = List.of("10.0.0.1, 203.0.113.5", "198.51.100.7");

        assertThat(ClientAddress.of("192.0.2.1", headers, 1)).isEqualTo("198.51.100.7");
        assertThat(ClientAddress.of("192.0.2.1", headers, 2)).isEqualTo("203.0.113.5");
    }

    @Test
    void whoCameWithoutTheProxiesIsCountedByItsOwnAddress() {
        assertThat(ClientAddress.of("192.0.2.1", List.of(), 1)).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.of("192.0.2.1", List.of("198.51.100.7"), 2)).isEqualTo("192.0.2.1");
    }

    @Test
    void portsAreNoPartOfAnAddress() {
        assertThat(ClientAddress.of("x", List.of("198.51.100.7:4711"), 1)).isEqualTo("198.51.100.7");
        assertThat(ClientAddress.of("x", List.of("[2001:db8::1]:4711"), 1)).isEqualTo("20010db800000000");
    }

    @Test
    void addressesOfOneNetworkOfIPv6AreOne() {
        assertThat(ClientAddress.of("2001:db8:1:2::1", List.of(), 0))
                .isEqualTo(ClientAddress.of("2001:db8:1:2:ffff::9%eth0", List.of(), 0))
                .isNotEqualTo(ClientAddress.of("2001:db8:1:3::1", List.of(), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "1.2.3", "999.1.1.1", "::::", "unknown", "<script>"})
    void whatIsNoAddressIsOneAddressAndNeverLookedUp(String text) {
        assertThat(ClientAddress.of("192.0.2.1", List.of(text + ", "), 2)).isEqualTo("unknown");
    }
}
