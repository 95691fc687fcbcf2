package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.database.Rows;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wallets are emptied behind our back, so that what they owe can no longer land; the others must not suffer. */
class IsolationIT {
    private static final TokenAmount ONE = TokenAmount.ofPeer(1);

    private SettlementRig rig;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anIntentThatFailsAloneIsParkedAndTheOthersGoOn() {
        List<Holder> holders = paid(5);
        empty(holders.get(0));
        for (int i = 0; i < 5; i++) {
            transfer(holders.get(i), holders.get(i == 4 ? 1 : i + 1));
        }

        rig.settleAll();

        assertThat(states()).isEqualTo(Map.of("PARKED", 1L, "SETTLED", 4L));
        assertThat(problem("PARKED")).isEqualTo("{\"Custom\":1}");
        assertThat(rig.onChain(holders.get(2))).isEqualTo(SettlementRig.PAY);
    }

    @Test
    void tooFewTokensWaitWhileAnEarlierCreditIsOnItsWay() {
        List<Holder> holders = paid(2);
        empty(holders.get(0));
        transfer(holders.get(1), holders.get(0));
        transfer(holders.get(0), holders.get(1));

        rig.settleAll();

        assertThat(states()).isEqualTo(Map.of("SETTLED", 2L));
    }

    @Test
    void whatAParkedIntentsWalletOwesLaterWaitsBehindIt() {
        List<Holder> holders = paid(2);
        empty(holders.get(0));
        transfer(holders.get(0), holders.get(1));
        rig.settleAll();

        transfer(holders.get(0), holders.get(1));
        rig.settleAll();

        assertThat(states()).isEqualTo(Map.of("PARKED", 1L, "RECORDED", 1L));
    }

    @Test
    void twoThatFailAlikeAreAFaultOfTheLaneAndNothingIsParked() {
        List<Holder> holders = paid(4);
        empty(holders.get(0));
        empty(holders.get(1));
        transfer(holders.get(0), holders.get(2));
        transfer(holders.get(1), holders.get(3));
        transfer(holders.get(2), holders.get(3));
        transfer(holders.get(3), holders.get(2));

        rig.settleAll();

        assertThat(states()).isEqualTo(Map.of("RECORDED", 2L, "SETTLED", 2L));
        assertThat(problem("RECORDED")).contains("several intents fail alike");
    }

    private List<Holder> paid(int count) {
        List<Holder> holders = rig.owedHolders(count);
        rig.settleAll();
        return holders;
    }

    /** Burns with the wallet's own key, as a thief of that key could. */
    private void empty(Holder holder) {
        Wallet wallet = rig.database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow());
        var owner = rig.signer(wallet);
        rig.rpc.requestAirdrop(owner.publicKey(), TestChain.ONE_SOL);
        rig.chain.finalizeAll();
        TestChain.sent(
                rig.rpc,
                TestChain.sign(
                        rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(owner),
                        Token2022Instructions.burnChecked(
                                AssociatedTokenAccounts.address(owner.publicKey(), rig.mint),
                                rig.mint,
                                owner.publicKey(),
                                SettlementRig.PAY)));
        rig.chain.finalizeAll();
    }

    private void transfer(Holder from, Holder to) {
        rig.database.runInTransaction(
                em -> Holders.ledger(em).post(Holders.transfer(Ids.newId().toString(), from, to, ONE)));
    }

    private Map<String, Long> states() {
        return rig.states("settlement_intent where work = 'transfer'");
    }

    private String problem(String state) {
        return rig.database.inTransaction(em -> Rows.list(em.createNativeQuery(
                                "select last_problem from settlement_intent where state = ?1 order by position")
                        .setParameter(1, state))
                .get(0)
                .text(0));
    }
}
