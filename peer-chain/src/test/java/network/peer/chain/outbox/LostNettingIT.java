package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import network.peer.chain.recovery.RebuildFromChain.Options;
import network.peer.chain.recovery.RebuildFromChain.Summary;
import network.peer.chain.rpc.ReadAt;
import network.peer.database.Rows;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.Netting;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database is put back to a copy in which a window was still open, or not opened yet, that is paid on chain. */
class LostNettingIT {
    private static final Options REBUILD = new Options(false, 200, false);
    private static final TokenAmount PRICE = TokenAmount.ofPeer(3);
    private static final TokenAmount FEE = new TokenAmount(PRICE.baseUnits() / 100);

    private SettlementRig rig;
    private Holder alice;
    private Holder bob;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
        List<Holder> holders = rig.owedHolders(2);
        alice = holders.get(0);
        bob = holders.get(1);
        rig.database.runInTransaction(
                em -> Holders.pay(em, Holders.DAY.plusDays(1), TokenAmount.ofPeer(93), alice, bob));
        rig.settleAll();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aWindowThatWasOpenInTheCopyIsClosedWithItsMembersAndTheRestIsBooked() {
        spend(alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            spend(alice);
            spend(alice);
            closeWindows();
            rig.settleAll();
            rig.database.restore(copy);
        }
        long supply = supply();
        spend(alice);
        assertThat(texts("select 1 from settlement_net_window where closed_at is null"))
                .as("what is spent after the restore is not counted among what was paid")
                .hasSize(1);
        assertThat(texts("select 1 from settlement_intent where kind = 'NET' and state = 'RECORDED'"))
                .hasSize(1);
        rig.guard().isChecked();
        assertThat(rig.movements("node-1").runOnce()).isFalse();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.restored()).isEqualTo(1);
        assertThat(summary.booked())
                .as("two spends that are lost, as one movement")
                .isEqualTo(1);
        assertThat(summary.findings()).extracting(Finding::kind).containsExactly(Kind.MOVEMENT_REBUILT);
        assertThat(rig.conservation().holds()).as("before the new one is paid").isTrue();
        assertThat(supply()).isEqualTo(supply);
        closeWindows();
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(100 - 4 * 3));
        assertThat(rig.onChain(bob).baseUnits())
                .isEqualTo(TokenAmount.ofPeer(100).baseUnits() + 4 * FEE.baseUnits());
        assertThat(balance(alice)).isEqualTo(rig.onChain(alice));
        assertThat(texts("select state from settlement_intent")).containsOnly("SETTLED");
        assertThat(rig.conservation().holds()).isTrue();
        assertThat(rebuild().restored()).as("a second rebuild changes nothing").isZero();
    }

    @Test
    void aWindowThatStillClosedByItselfIsNotPaidAgain() {
        spend(alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            spend(alice);
            closeWindows();
            rig.settleAll();
            rig.database.restore(copy);
        }
        closeWindows();
        rig.guard().isChecked();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.booked()).isEqualTo(1);
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(100 - 2 * 3));
        assertThat(balance(alice)).isEqualTo(rig.onChain(alice));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aWindowThatIsLostWholeIsBookedFromItsLegs() {
        try (TestDatabase copy = rig.database.coldCopy()) {
            spend(alice);
            spend(alice);
            closeWindows();
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.booked()).isEqualTo(1);
        assertThat(balance(alice)).isEqualTo(TokenAmount.ofPeer(100 - 2 * 3));
        assertThat(texts("select kind || ' ' || idempotency_key from ledger_transaction where kind = 'SPEND'"))
                .singleElement()
                .asString()
                .startsWith("SPEND rebuilt/");
        rig.settleAll();
        assertThat(rig.conservation().holds()).isTrue();
    }

    /** Whose tokens were spent out of RESERVE the chain does not say. */
    @Test
    void whatUsersOfReserveSpentBeyondTheCopyIsListedAndNotPaidAgain() {
        Holder carol = rig.holders(1).get(0);
        Holder dave = rig.holders(1).get(0);
        for (Holder holder : List.of(carol, dave)) {
            rig.database.runInTransaction(em -> Holders.ledger(em)
                    .post(Holders.transfer(Ids.newId().toString(), alice, holder, TokenAmount.ofPeer(10))));
        }
        rig.settleAll();
        spend(carol);
        try (TestDatabase copy = rig.database.coldCopy()) {
            spend(dave);
            closeWindows();
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.booked()).isZero();
        assertThat(summary.findings()).extracting(Finding::kind).containsExactly(Kind.MOVEMENT_NOT_BOOKED);
        rig.settleAll();
        assertThat(texts("select state from settlement_intent")).containsOnly("SETTLED");
        assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(TokenAmount.ofPeer(20 - 2 * 3));
        assertThat(rig.conservation().differences())
                .as("exactly what is listed")
                .extracting(difference -> difference.onChainBaseUnits().subtract(difference.expectedBaseUnits()))
                .containsExactlyInAnyOrder(
                        BigInteger.valueOf(-PRICE.baseUnits()),
                        BigInteger.valueOf(PRICE.minus(FEE).minus(FEE).baseUnits()),
                        BigInteger.valueOf(FEE.baseUnits()));
    }

    private void spend(Holder payer) {
        rig.database.runInTransaction(
                em -> Holders.nettingLedger(em).post(Holders.spend(Ids.newId().toString(), payer, bob)));
    }

    private void closeWindows() {
        List<UUID> open = rig.database.inTransaction(em ->
                Rows.list(em.createNativeQuery("select id from settlement_net_window where closed_at is null")).stream()
                        .map(row -> row.uuid(0))
                        .toList());
        open.forEach(window -> rig.database.runInTransaction(
                em -> assertThat(new Netting(em, Holders.NETTED).close(window)).isTrue()));
    }

    private Summary rebuild() {
        rig.database.runInTransaction(em -> em.createNativeQuery(
                        "update settlement_lane set lease_until = clock_timestamp() where lease_until is not null")
                .executeUpdate());
        return rig.rebuild(() -> 0).run(REBUILD);
    }

    private long supply() {
        return rig.rpc.getTokenSupply(rig.mint, ReadAt.FINALIZED).value().baseUnits();
    }

    private TokenAmount balance(Holder holder) {
        return Objects.requireNonNull(rig.database.inTransaction(
                em -> Holders.ledger(em).balance(holder.account()).available()));
    }

    private List<String> texts(String query) {
        return rig.database.inTransaction(em -> Rows.list(em.createNativeQuery(query)).stream()
                .map(row -> row.text(0))
                .toList());
    }
}
