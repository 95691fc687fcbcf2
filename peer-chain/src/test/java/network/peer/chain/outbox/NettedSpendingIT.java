package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.settlement.Netting;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.Test;

/** What was gathered in windows becomes one transaction, and chain and books agree before, while and after it lands. */
class NettedSpendingIT {
    private static final TokenAmount PRICE = TokenAmount.ofPeer(3);
    private static final TokenAmount FEE = new TokenAmount(PRICE.baseUnits() / 100);

    @Test
    void manySpendsOfAWalletAreOneTransaction() {
        try (SettlementRig rig = new SettlementRig()) {
            List<Holder> holders = rig.owedHolders(2);
            Holder payer = holders.get(0);
            Holder inviter = holders.get(1);
            for (int day = 1; day <= 9; day++) {
                LocalDate another = Holders.DAY.plusDays(day);
                rig.database.runInTransaction(em -> Holders.pay(em, another, SettlementRig.PAY, payer));
            }
            rig.settleAll();
            long transactions = attempts(rig);

            for (int i = 0; i < 20; i++) {
                rig.database.runInTransaction(em ->
                        Holders.nettingLedger(em).post(Holders.spend(Ids.newId().toString(), payer, inviter)));
            }
            assertThat(rig.movements("node-1").runOnce()).isFalse();
            assertThat(rig.conservation().holds())
                    .as("while the window is open")
                    .isTrue();
            closeWindows(rig);
            assertThat(rig.conservation().holds()).as("when it is closed").isTrue();
            assertThat(rig.movements("node-1").runOnce()).isTrue();
            assertThat(rig.conservation().holds()).as("in flight").isTrue();
            rig.settleAll();

            assertThat(attempts(rig)).isEqualTo(transactions + 1);
            assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 11L + 20 + 1));
            assertThat(rig.onChain(payer)).isEqualTo(TokenAmount.ofPeer(70 - 60));
            assertThat(rig.onChain(inviter).baseUnits())
                    .isEqualTo(SettlementRig.PAY.baseUnits() + 20 * FEE.baseUnits());
            assertThat(rig.onChain(WalletRole.TREASURY).baseUnits())
                    .isEqualTo(20 * (PRICE.baseUnits() - 2 * FEE.baseUnits()));
            assertThat(rig.conservation().holds()).as("at the end").isTrue();
            rig.bookCosts();
            long burnedNotFinal =
                    rig.database.inTransaction(em -> Holders.ledger(em).signedBaseUnits(SystemAccount.BURN));
            assertThat(burnedNotFinal).isZero();
            assertThat(rig.conservation().holds()).as("and without them").isTrue();
        }
    }

    @Test
    void usersWhoAreNotOnChainShareTheWindowOfReserve() {
        try (SettlementRig rig = new SettlementRig()) {
            List<Holder> inviters = rig.owedHolders(6);
            List<Holder> spenders = rig.holders(6);
            for (int i = 0; i < 6; i++) {
                int pair = i;
                rig.database.runInTransaction(em -> Holders.ledger(em)
                        .post(Holders.transfer("t" + pair, inviters.get(pair), spenders.get(pair), PRICE)));
            }
            rig.settleAll();
            for (int i = 0; i < 6; i++) {
                int pair = i;
                rig.database.runInTransaction(em -> Holders.nettingLedger(em)
                        .post(Holders.spend("s" + pair, spenders.get(pair), inviters.get(pair))));
            }
            long transactions = attempts(rig);

            closeWindows(rig);
            rig.settleAll();

            assertThat(attempts(rig)).isEqualTo(transactions + 1);
            assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(TokenAmount.ZERO);
            for (Holder inviter : inviters) {
                assertThat(rig.onChain(inviter))
                        .isEqualTo(SettlementRig.PAY.minus(PRICE).plus(FEE));
            }
            assertThat(rig.conservation().holds()).isTrue();
        }
    }

    private static void closeWindows(SettlementRig rig) {
        List<UUID> open = rig.database.inTransaction(em ->
                Rows.list(em.createNativeQuery("select id from settlement_net_window where closed_at is null")).stream()
                        .map(row -> row.uuid(0))
                        .toList());
        open.forEach(window -> rig.database.runInTransaction(
                em -> assertThat(new Netting(em, Holders.NETTED).close(window)).isTrue()));
    }

    private static long attempts(SettlementRig rig) {
        return rig.states("settlement_attempt").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
