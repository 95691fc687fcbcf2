package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.database.Rows;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.PublicKey;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payouts through lookup tables that the test made: packed, paid once, and without tables where they do not serve. */
class LookupTablePayoutsIT {
    private static final int EXTENDED_AT_ONCE = 30;

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
    void oneTransactionPaysFiftyThreeRecipientsOfATable() {
        List<Holder> holders = paidOnce(106);
        LookupTable table = table(accounts(holders));
        rig.database.runInTransaction(
                em -> Holders.pay(em, Holders.DAY.plusDays(1), SettlementRig.PAY, holders.toArray(Holder[]::new)));

        rig.laneThrough((day, accounts) -> List.of(table)).runOnce();

        assertThat(recipientsOfOpenAttempts()).containsExactly(53L, 53L);
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertPaidTwice(holders);
    }

    @Test
    void recipientsThatShareATableAreSetTogetherAndOthersGoAsBefore() {
        List<Holder> holders = paidOnce(124);
        List<Holder> shuffled = new ArrayList<>(holders);
        Collections.shuffle(shuffled, new Random(7));
        LookupTable first = table(accounts(shuffled.subList(0, 53)));
        LookupTable second = table(accounts(shuffled.subList(53, 106)));
        rig.database.runInTransaction(
                em -> Holders.pay(em, Holders.DAY.plusDays(1), SettlementRig.PAY, holders.toArray(Holder[]::new)));

        rig.laneThrough((day, accounts) -> List.of(first, second)).runOnce();

        assertThat(recipientsOfOpenAttempts()).containsExactly(53L, 53L, 18L);
        assertThat(versions()).containsExactly("V0", "V0", "LEGACY");
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertPaidTwice(holders);
    }

    @Test
    void aTableThatIsGoneIsNoReasonNotToPay() {
        List<Holder> holders = paidOnce(20);
        LookupTable gone = LookupTable.of(TestChain.newKey().publicKey(), accounts(holders));
        rig.database.runInTransaction(
                em -> Holders.pay(em, Holders.DAY.plusDays(1), SettlementRig.PAY, holders.toArray(Holder[]::new)));

        rig.laneThrough((day, accounts) -> List.of(gone)).runOnce();

        assertThat(versions()).containsExactly("LEGACY", "LEGACY");
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertPaidTwice(holders);
    }

    private List<Holder> paidOnce(int count) {
        List<Holder> holders = rig.owedHolders(count);
        rig.settleAll();
        return holders;
    }

    /** Created and filled by the mint's authority, the mint first, final on chain. */
    private LookupTable table(List<PublicKey> accounts) {
        PublicKey authority = rig.authority.publicKey();
        long recentSlot = rig.rpc.getSlot(ReadAt.FINALIZED);
        PublicKey address =
                LookupTableInstructions.derive(authority, recentSlot).address();
        List<PublicKey> entries = new ArrayList<>(List.of(rig.mint));
        entries.addAll(accounts);
        land(LookupTableInstructions.create(authority, authority, recentSlot));
        for (int from = 0; from < entries.size(); from += EXTENDED_AT_ONCE) {
            land(LookupTableInstructions.extend(
                    address,
                    authority,
                    authority,
                    entries.subList(from, Math.min(entries.size(), from + EXTENDED_AT_ONCE))));
        }
        rig.chain.finalizeAll();
        return LookupTable.of(address, entries);
    }

    private void land(Instruction instruction) {
        TestChain.sent(
                rig.rpc,
                TestChain.sign(
                        rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(), List.of(rig.authority), instruction));
        rig.chain.advance(2);
    }

    private List<PublicKey> accounts(List<Holder> holders) {
        return rig.database.inTransaction(em -> holders.stream()
                .map(holder -> new Wallets(em)
                        .findByUser(holder.userId())
                        .orElseThrow()
                        .address())
                .map(wallet -> AssociatedTokenAccounts.address(java.util.Objects.requireNonNull(wallet), rig.mint))
                .toList());
    }

    private List<Long> recipientsOfOpenAttempts() {
        return rig.database.inTransaction(em -> Rows.list(em.createNativeQuery(
                        "select count(*) from settlement_attempt a join settlement_attempt_intent ai on ai.attempt_id = a.id"
                                + " where a.closed_at is null group by a.id order by a.id"))
                .stream()
                .map(row -> row.longAt(0))
                .toList());
    }

    /** The versions of the live attempts, in the order in which they were signed. */
    private List<String> versions() {
        return rig.store.liveAttempts(java.util.Optional.empty(), 100).stream()
                .map(attempt -> attempt.bytes().toArray()[65] < 0 ? "V0" : "LEGACY")
                .toList();
    }

    private void assertPaidTwice(List<Holder> holders) {
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 2L * holders.size()));
        assertThat(holders).allSatisfy(holder -> assertThat(rig.onChain(holder))
                .isEqualTo(SettlementRig.PAY.plus(SettlementRig.PAY)));
        assertThat(rig.conservation().holds()).isTrue();
    }
}
