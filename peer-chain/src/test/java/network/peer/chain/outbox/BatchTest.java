package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;

/** How payouts are put into transactions. */
class BatchTest {
    private static final PublicKey MINT = key(1);
    private static final PublicKey FEE_PAYER = key(2);
    private static final List<PublicKey> WALLETS =
            IntStream.range(0, 250).mapToObj(i -> key(3 + i)).toList();

    @Test
    void whatDoesNotFillATransactionIsSpareWhileMoreIsToCome() {
        Batch.Packed packed = pack(payouts(60));

        assertThat(packed.batches()).extracting(batch -> batch.intents().size()).containsExactly(53, 7);
        assertThat(packed.filled().batches()).containsExactly(packed.batches().get(0));
        assertThat(packed.filled().spare()).isEqualTo(packed.batches().get(1).intents());
    }

    @Test
    void aClaimIsNeverSpareAsAWhole() {
        Batch.Packed packed = pack(payouts(7));

        assertThat(packed.filled().batches()).hasSize(1);
        assertThat(packed.filled().spare()).isEmpty();
    }

    private static Batch.Packed pack(List<ClaimedIntent> payouts) {
        LookupTable table = LookupTable.of(
                key(255),
                Stream.concat(
                                Stream.of(MINT),
                                WALLETS.stream().map(wallet -> AssociatedTokenAccounts.address(wallet, MINT)))
                        .toList());
        return Batch.pack(
                payouts, new Payments(MINT, FEE_PAYER, Set.of()), NetworkLimits.PUBLIC_CLUSTERS, List.of(table));
    }

    private static List<ClaimedIntent> payouts(int count) {
        return WALLETS.stream()
                .limit(count)
                .map(wallet -> new ClaimedIntent(
                        UUID.randomUUID(),
                        IntentKind.MINT,
                        "2026-01-01",
                        0,
                        false,
                        List.of(new PayableLeg(Instruction.MINT, null, wallet, TokenAmount.ofPeer(1)))))
                .toList();
    }

    private static PublicKey key(int number) {
        byte[] key = new byte[PublicKey.LENGTH_BYTES];
        key[0] = (byte) number;
        return PublicKey.of(key);
    }
}
