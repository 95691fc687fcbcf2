package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import network.peer.chain.keys.SignerFixtures;
import network.peer.chain.outbox.Isolation.Simulated;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.TransactionMessage;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.Test;

class IsolationTest {
    private static final PublicKey ALICE = SignerFixtures.ofSeed(new byte[32]).publicKey();
    private static final ClaimedIntent AWAITS_CREDITS = new ClaimedIntent(
            new UUID(0, 1),
            IntentKind.BURN,
            new UUID(0, 2).toString(),
            0,
            true,
            List.of(new PayableLeg(
                    Instruction.BURN, new WalletKey(WalletRole.USER, 0L, ALICE), null, new TokenAmount(1))));

    @Test
    void whatLacksTokensWaitsForThem() {
        Isolation isolation = examined("{\"Custom\":1}");

        assertThat(isolation.waiting()).containsExactly(AWAITS_CREDITS);
        assertThat(isolation.poisoned()).isEmpty();
    }

    @Test
    void whatNoCreditCanMendDoesNotWaitForOne() {
        Isolation isolation = examined("{\"Custom\":17}");

        assertThat(isolation.waiting()).isEmpty();
        assertThat(isolation.poisoned()).containsEntry(AWAITS_CREDITS, "{\"Custom\":17}");
    }

    @Test
    void nobodyIsToBlameWhileEndpointsDisagree() {
        Isolation isolation = new Isolation(batch -> failing("{\"Custom\":17}"), (batch, error) -> false, 2);

        assertThatThrownBy(() -> isolation.examine(new Batch(List.of(AWAITS_CREDITS))))
                .isInstanceOf(LaneFaultException.class)
                .hasMessageContaining("endpoints disagree");
        assertThat(isolation.poisoned()).isEmpty();
    }

    private static Isolation examined(String cause) {
        Isolation isolation = new Isolation(batch -> failing(cause), (batch, error) -> true, 2);
        isolation.examine(new Batch(List.of(AWAITS_CREDITS)));
        return isolation;
    }

    private static Simulated failing(String cause) {
        TransactionMessage nothing = TransactionMessage.of(
                MessageVersion.LEGACY, ALICE, Blockhash.of(new byte[32]), List.of(), NetworkLimits.PUBLIC_CLUSTERS);
        return new Simulated(
                nothing, new SimulationResult(1, "{\"InstructionError\":[3," + cause + "]}", List.of(), 0));
    }
}
