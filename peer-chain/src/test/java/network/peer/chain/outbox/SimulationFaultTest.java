package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import network.peer.chain.outbox.SimulationFault.Blame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationFaultTest {
    private static final int HEAD = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"BlockhashNotFound\"",
                "\"AccountNotFound\"",
                "\"InsufficientFundsForFee\"",
                "{\"InsufficientFundsForRent\":{\"account_index\":0}}",
                "{\"InstructionError\":[2,\"InvalidInstructionData\"]}",
                "not JSON at all"
            })
    void whatBelongsToNoIntentIsAFaultOfTheLane(String error) {
        assertThat(SimulationFault.of(error, HEAD, true).blame()).isEqualTo(Blame.LANE);
    }

    @Test
    void aWrongMintAuthorityIsAFaultOfTheLaneButAWrongOwnerIsTheMovements() {
        String ownerMismatch = "{\"InstructionError\":[4,{\"Custom\":4}]}";

        assertThat(SimulationFault.of(ownerMismatch, HEAD, true).blame()).isEqualTo(Blame.LANE);
        assertThat(SimulationFault.of(ownerMismatch, HEAD, false).blame()).isEqualTo(Blame.INTENT);
    }

    @Test
    void tooFewTokensAreToldFromOtherErrors() {
        assertThat(SimulationFault.of("{\"InstructionError\":[7,{\"Custom\":1}]}", HEAD, false))
                .isEqualTo(new SimulationFault(Blame.FUNDS, "{\"Custom\":1}"));
        assertThat(SimulationFault.of("{\"InstructionError\":[7,{\"Custom\":17}]}", HEAD, false))
                .isEqualTo(new SimulationFault(Blame.INTENT, "{\"Custom\":17}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Custom\":9}", "\"InvalidAccountData\"", "\"IncorrectProgramId\""})
    void anAccountThatIsNotThereIsAWantOfTokens(String cause) {
        assertThat(SimulationFault.of("{\"InstructionError\":[3," + cause + "]}", HEAD, false))
                .isEqualTo(new SimulationFault(Blame.FUNDS, cause));
    }

    @Test
    void equalCausesAtOtherPositionsAreAlike() {
        assertThat(SimulationFault.of("{\"InstructionError\":[5,\"InvalidAccountData\"]}", HEAD, true))
                .isEqualTo(SimulationFault.of("{\"InstructionError\":[9,\"InvalidAccountData\"]}", HEAD, true));
    }
}
