package network.peer.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.peer.settlement.ChainStatus;
import network.peer.settlement.ChainStatus.EndpointStatus;
import org.junit.jupiter.api.Test;

class HealthResourceTest {
    @Test
    void everythingUpIsUp() {
        HealthAnswer answer = HealthAnswer.of(List.of(HealthCheck.up("database"), HealthCheck.up("chain")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"},"
                        + "{\"name\":\"chain\",\"status\":\"UP\"}]}");
    }

    @Test
    void onePartDownIsDownWithItsReason() {
        HealthAnswer answer =
                HealthAnswer.of(List.of(HealthCheck.up("database"), HealthCheck.down("chain", "no answer")));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json())
                .contains(
                        "\"status\":\"DOWN\",\"checks\"",
                        "{\"name\":\"chain\",\"status\":\"DOWN\",\"reason\":\"no answer\"}");
    }

    @Test
    void oneEndpointOfSeveralIsEnough() {
        ChainStatus status = new ChainStatus(
                null, null, List.of(new EndpointStatus("a", "timed out"), new EndpointStatus("b", null)));

        assertThat(Readiness.chain(status)).allMatch(HealthCheck::up);
    }

    @Test
    void closedKeystoreWrongChainAndDeadEndpointsAreNamed() {
        ChainStatus status = new ChainStatus(
                "the passphrase is wrong", "another genesis hash", List.of(new EndpointStatus("a", "timed out")));

        assertThat(Readiness.chain(status))
                .containsExactly(
                        HealthCheck.down("keystore", "the passphrase is wrong"),
                        HealthCheck.down("chain-identity", "another genesis hash"),
                        HealthCheck.down("chain", "a: timed out"));
    }
}
