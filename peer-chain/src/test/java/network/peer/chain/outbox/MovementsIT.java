package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.ChainBooks.Cost;
import network.peer.settlement.ChainBooks.Unbooked;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers and burns out of users' wallets: all or nothing, in each wallet's order, covered by what is there. */
class MovementsIT {
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
    void aTransferWithItsFeesAndItsBurnIsOneTransaction() {
        List<Holder> holders = paid(2);
        Holder payer = holders.get(0);
        Holder payee = holders.get(1);

        post(
                TransactionKind.TRANSFER,
                new Posting(payer.account(), payee.account(), PostingRole.PRINCIPAL, ONE),
                new Posting(payer.account(), SystemAccount.TREASURY.id(), PostingRole.COMPANY_FEE, new TokenAmount(20)),
                new Posting(payer.account(), SystemAccount.BURN.id(), PostingRole.BURN_FEE, new TokenAmount(10)));
        assertThat(rig.movements("node-1").runOnce()).isTrue();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L, "SUBMITTED", 1L));
        assertThat(rig.conservation().holds())
                .as("conservation while in flight")
                .isTrue();
        rig.settleAll();
        assertThat(rig.onChain(payer)).isEqualTo(SettlementRig.PAY.minus(ONE).minus(new TokenAmount(30)));
        assertThat(rig.onChain(payee)).isEqualTo(SettlementRig.PAY.plus(ONE));
        assertThat(rig.onChain(WalletRole.TREASURY)).isEqualTo(new TokenAmount(20));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void thePriorityFeeIsThatOfTheAccountsWhichAreWritten() {
        List<Holder> holders = paid(2);
        List<Object> asked = new ArrayList<>();
        SolanaRpc watched = SettlementRig.answering(rig.rpc, Map.of("getRecentPrioritizationFees", arguments -> {
            asked.add(arguments[0]);
            return List.of();
        }));

        transfer(holders.get(0), holders.get(1), ONE);
        rig.movements("node-1", watched).runOnce();
        rig.settleAll();
        post(
                TransactionKind.BURN,
                new Posting(holders.get(0).account(), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, ONE));
        rig.movements("node-1", watched).runOnce();
        rig.owedHolders(1);
        rig.lane("node-1", watched).runOnce();

        PublicKey feePayer = rig.feePayer.publicKey();
        PublicKey from = rig.tokenAccount(holders.get(0));
        assertThat(asked)
                .containsExactly(
                        List.of(feePayer, from, rig.tokenAccount(holders.get(1))),
                        List.of(feePayer, from, rig.mint),
                        List.of(rig.authority.publicKey(), rig.mint));
    }

    @Test
    void anExplicitBurnLowersTheSupply() {
        Holder holder = paid(1).get(0);

        post(TransactionKind.BURN, new Posting(holder.account(), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, ONE));
        rig.settleAll();

        assertThat(rig.onChain(holder)).isEqualTo(SettlementRig.PAY.minus(ONE));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void movementsOfOneWalletGoInTheirOrderAndNeverOvertake() {
        List<Holder> holders = paid(2);
        for (int i = 0; i < 30; i++) {
            transfer(holders.get(0), holders.get(1), new TokenAmount(1 + i));
        }

        assertThat(rig.movements("node-1").runOnce()).isTrue();
        long inFirst = rig.states("settlement_intent").getOrDefault("IN_ATTEMPT", 0L);
        assertThat(rig.movements("node-1").runOnce())
                .as("the others wait for the first transaction's finality")
                .isFalse();

        assertThat(inFirst).isBetween(2L, 29L);
        rig.settleAll();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 32L));
        assertThat(rig.onChain(holders.get(1)).baseUnits()).isEqualTo(SettlementRig.PAY.baseUnits() + 30 * 31 / 2);
        assertThat(settledOrder()).isSorted();
    }

    @Test
    void spendingWaitsForTheCreditItNeeds() {
        List<Holder> holders = paid(2);
        Holder poor = holders.get(0);
        Holder rich = holders.get(1);
        transfer(rich, poor, TokenAmount.ofPeer(5));
        transfer(poor, rich, TokenAmount.ofPeer(11));

        assertThat(rig.movements("node-1").runOnce()).isTrue();
        assertThat(rig.states("settlement_intent"))
                .as("11 of 12 need the 5 that are on their way")
                .containsEntry("RECORDED", 1L)
                .containsEntry("IN_ATTEMPT", 1L);
        rig.settleAll();

        assertThat(rig.onChain(poor)).isEqualTo(ONE);
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 4L));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void spendingThatIsCoveredDoesNotWaitForCredits() {
        List<Holder> holders = paid(2);
        transfer(holders.get(1), holders.get(0), ONE);
        transfer(holders.get(0), holders.get(1), ONE);

        assertThat(rig.movements("node-1").runOnce()).isTrue();

        assertThat(rig.states("settlement_intent")).containsEntry("IN_ATTEMPT", 2L);
        rig.settleAll();
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aUserWhoIsNotOnChainIsPaidIntoReserve() {
        Holder onChain = paid(1).get(0);
        Holder offChain = rig.holders(1).get(0);

        transfer(onChain, offChain, ONE);
        rig.settleAll();

        assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(ONE);
        assertThat(rig.onChain(offChain)).isEqualTo(TokenAmount.ZERO);
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aBalanceInReserveFollowsItsUserOnChainAndConservationHoldsAtEachPoint() {
        Holder bob = paid(1).get(0);
        Holder alice = rig.holders(1).get(0);
        transfer(bob, alice, TokenAmount.ofPeer(2));
        rig.settleAll();
        rig.database.runInTransaction(em -> Holders.pay(em, Holders.DAY.plusDays(1), SettlementRig.PAY, alice));
        assertThat(rig.conservation().holds()).as("paid, not migrated").isTrue();

        rig.migrateAll();
        assertThat(rig.conservation().holds()).as("migrated on the books").isTrue();
        transfer(alice, bob, ONE);
        assertThat(rig.movements("node-1").runOnce())
                .as("it waits for the payout into RESERVE, and the spend for it")
                .isFalse();
        assertThat(rig.lane("node-1").runOnce()).isTrue();
        assertThat(rig.conservation().holds()).as("minted into RESERVE").isTrue();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertThat(rig.movements("node-1").runOnce()).isTrue();
        assertThat(rig.conservation().holds()).as("in flight").isTrue();
        rig.settleAll();

        assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(TokenAmount.ZERO);
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 2 - 1));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void costsAndFinalBurnsFollowOnTheBooks() {
        Holder holder = paid(1).get(0);
        post(TransactionKind.BURN, new Posting(holder.account(), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, ONE));
        rig.settleAll();
        long before = rig.booked(SystemAccount.ISSUANCE);

        assertThat(rig.bookCosts()).isEqualTo(2);
        assertThat(rig.bookCosts()).isZero();

        assertThat(rig.booked(SystemAccount.ISSUANCE)).isEqualTo(before + ONE.baseUnits());
        assertThat(rig.booked(SystemAccount.BURN)).isZero();
        assertThat(rig.booked(SystemAccount.CHAIN_FEES))
                .as("one signature for the mint, two for the burn")
                .isEqualTo(3 * 5_000);
        assertThat(rig.booked(SystemAccount.ACCOUNT_RENT))
                .isEqualTo(rig.rpc
                        .getAccountInfo(rig.tokenAccount(holder), ReadAt.FINALIZED)
                        .orElseThrow()
                        .lamports());
        assertThat(rig.booked(SystemAccount.EXTERNAL_LAMPORTS))
                .isEqualTo(-rig.booked(SystemAccount.CHAIN_FEES) - rig.booked(SystemAccount.ACCOUNT_RENT));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void whatNoNodeHasWaitsAndHoldsUpNobodysCost() {
        Holder holder = paid(1).get(0);
        post(TransactionKind.BURN, new Posting(holder.account(), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, ONE));
        rig.settleAll();
        Unbooked oldest = unbooked().get(0);
        SolanaRpc forgetful = SettlementRig.answering(
                rig.rpc,
                Map.of(
                        "getTransaction",
                        arguments -> arguments[0].equals(oldest.signature())
                                ? Optional.empty()
                                : rig.rpc.getTransaction((TransactionSignature) arguments[0], Commitment.FINALIZED)));

        assertThat(rig.bookCosts(forgetful)).isEqualTo(1);
        assertThat(unbooked()).as("it waits").isEmpty();
        assertThat(rig.bookCosts()).isZero();
        rig.database.runInTransaction(
                em -> em.createNativeQuery("update settlement_cost_wait set ask_after = clock_timestamp()")
                        .executeUpdate());
        assertThat(unbooked()).extracting(Unbooked::misses).containsExactly(1);

        assertThat(rig.bookCosts(forgetful, rig.rpc)).as("another node has it").isEqualTo(1);
        assertThat(unbooked()).isEmpty();
        assertThat(rig.booked(SystemAccount.CHAIN_FEES)).isEqualTo(3 * 5_000);
    }

    @Test
    void twoNodesThatBookAtOnceBookEachCostOnce() throws Exception {
        paid(1);
        List<Cost> costs = unbooked().stream()
                .map(attempt -> new Cost(attempt, 5_000, 2_000))
                .toList();
        try (Race race = new Race(rig.database);
                EntityManager first = rig.database.entityManager()) {
            first.getTransaction().begin();
            SettlementRig.chainBooks(first).book(costs);
            Future<Boolean> second = race.beginAndBlock(() -> {
                rig.database.runInTransaction(em -> SettlementRig.chainBooks(em).book(costs));
                return true;
            });
            first.getTransaction().commit();
            assertThat(second.get()).isTrue();
        }

        assertThat(rig.booked(SystemAccount.CHAIN_FEES)).isEqualTo(5_000);
        assertThat(rig.booked(SystemAccount.ACCOUNT_RENT)).isEqualTo(2_000);
        assertThat(rig.bookCosts()).isZero();
    }

    private List<Unbooked> unbooked() {
        return rig.database.inTransaction(em -> SettlementRig.chainBooks(em).unbooked(1));
    }

    private List<Holder> paid(int count) {
        List<Holder> holders = rig.owedHolders(count);
        rig.settleAll();
        return holders;
    }

    private void transfer(Holder from, Holder to, TokenAmount amount) {
        rig.database.runInTransaction(
                em -> Holders.ledger(em).post(Holders.transfer(Ids.newId().toString(), from, to, amount)));
    }

    private void post(TransactionKind kind, Posting... postings) {
        String key = UUID.randomUUID().toString();
        rig.database.runInTransaction(em -> Holders.ledger(em)
                .post(new PostCommand(kind, key, Ids.hash(key), Holders.RECORDED_AT, 1, null, List.of(postings))));
    }

    /** The positions of the movements in the order in which they were settled. */
    private List<Long> settledOrder() {
        return rig.database.inTransaction(em -> network.peer.database.Rows.list(em.createNativeQuery(
                        "select position from settlement_intent where work = 'transfer' order by settled_at, position"))
                .stream()
                .map(row -> row.longAt(0))
                .toList());
    }
}
