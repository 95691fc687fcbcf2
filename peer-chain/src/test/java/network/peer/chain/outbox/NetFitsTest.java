package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.Netting;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.Test;

/** A NET that exceeds a transaction could never be paid. */
class NetFitsTest {
    private static final TokenAmount AMOUNT = TokenAmount.ofPeer(1);
    private static final PublicKey MINT = key(1);
    private static final PublicKey FEE_PAYER = key(2);
    private static final PublicKey TREASURY = key(3);
    private static final WalletKey RESERVE = new WalletKey(WalletRole.RESERVE, null, key(4));

    @Test
    void theLargestNetFitsEvenIfNobodyHasATokenAccount() {
        Set<PublicKey> missing = new HashSet<>(Set.of(TREASURY));
        List<PayableLeg> legs = new ArrayList<>(List.of(
                new PayableLeg(Instruction.TRANSFER, RESERVE, TREASURY, AMOUNT),
                new PayableLeg(Instruction.BURN, RESERVE, null, AMOUNT)));
        for (int i = 0; i < Netting.MOST_USERS; i++) {
            PublicKey inviter = key(10 + i);
            missing.add(inviter);
            legs.add(new PayableLeg(Instruction.TRANSFER, RESERVE, inviter, AMOUNT));
        }
        ClaimedIntent net = new ClaimedIntent(
                UUID.randomUUID(), IntentKind.NET, UUID.randomUUID().toString(), 998, false, legs);

        Batch.Packed packed = Batch.pack(
                List.of(net), new Payments(MINT, FEE_PAYER, missing), NetworkLimits.PUBLIC_CLUSTERS, List.of());

        assertThat(packed.tooLarge()).isEmpty();
        assertThat(packed.batches()).hasSize(1);
    }

    /** The figure that ADR 0017 counts with. */
    @Test
    void theNetsOfThreeUsersRideInOneTransaction() {
        List<ClaimedIntent> nets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            WalletKey payer = new WalletKey(WalletRole.USER, (long) i, key(20 + i));
            nets.add(new ClaimedIntent(
                    UUID.randomUUID(),
                    IntentKind.NET,
                    UUID.randomUUID().toString(),
                    0,
                    false,
                    List.of(
                            new PayableLeg(Instruction.TRANSFER, payer, TREASURY, AMOUNT),
                            new PayableLeg(Instruction.BURN, payer, null, AMOUNT),
                            new PayableLeg(Instruction.TRANSFER, payer, key(40 + i), AMOUNT))));
        }

        Batch.Packed packed =
                Batch.pack(nets, new Payments(MINT, FEE_PAYER, Set.of()), NetworkLimits.PUBLIC_CLUSTERS, List.of());

        assertThat(packed.batches().get(0).intents()).hasSize(3);
    }

    private static PublicKey key(int number) {
        byte[] key = new byte[PublicKey.LENGTH_BYTES];
        key[0] = (byte) number;
        return PublicKey.of(key);
    }
}
