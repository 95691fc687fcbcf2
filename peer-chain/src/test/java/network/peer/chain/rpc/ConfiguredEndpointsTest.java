package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node is never two voices. */
class ConfiguredEndpointsTest {
    private static final String FIRST = "https://first.example.org/v1/KEY";
    private static final String SECOND = "https://second.example.org";

    @Test
    void productionTakesTwoOfDifferentHosts() {
        assertThat(ConfiguredEndpoints.of(List.of(FIRST, SECOND), false))
                .map(RpcEndpoint::toString)
                .containsExactly("https://first.example.org", "https://second.example.org");
    }

    @Test
    void productionRefusesFewerThanTwo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ConfiguredEndpoints.of(List.of(FIRST), false))
                .withMessageContaining("peer.chain.rpc.urls")
                .withMessageContaining("fewer than two")
                .withMessageNotContaining("KEY");
        assertThatIllegalStateException().isThrownBy(() -> ConfiguredEndpoints.of(List.of(), false));
    }

    @Test
    void developmentTakesOne() {
        assertThat(ConfiguredEndpoints.of(List.of("http://127.0.0.1:8899"), true))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIRST,
                "HTTPS://FIRST.EXAMPLE.ORG/v1/KEY",
                "https://first.example.org./v1/KEY/",
                "https://first.example.org:443/v1/KEY",
                "http://first.example.org/v1/KEY",
                "https://user:SECRET@first.example.org/v1/KEY",
            })
    void nobodyNamesANodeTwice(String again) {
        for (boolean development : List.of(true, false)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ConfiguredEndpoints.of(List.of(FIRST, again, SECOND), development))
                    .withMessageContaining("twice")
                    .withMessageNotContaining("KEY")
                    .withMessageNotContaining("SECRET");
        }
    }

    @Test
    void inProductionOneHostIsOneVoiceWhateverThePath() {
        List<String> samePlace = List.of(FIRST, "https://first.example.org/v1/OTHER", SECOND);

        assertThatIllegalStateException().isThrownBy(() -> ConfiguredEndpoints.of(samePlace, false));
        assertThat(ConfiguredEndpoints.of(samePlace, true)).hasSize(3);
    }

    @Test
    void portsOfOneMachineAreDifferentNodes() {
        assertThat(ConfiguredEndpoints.of(List.of("http://127.0.0.1:8899", "http://127.0.0.1:8900"), false))
                .hasSize(2);
    }
}
