package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tables.LookupTables;
import network.peer.chain.tx.LookupTableAccount;
import network.peer.chain.tx.SignedTransaction;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.settlement.LookupTableState;
import network.peer.settlement.StoredLookupTable;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same users are paid day after day: a table appears, serves, and goes when it serves nobody any more. */
class LookupTablesIT {
    private static final LocalDate FIRST = Holders.DAY;
    private static final int PAST_EXPIRY = 200;
    private static final int UNTIL_COLD = 513;
    private static final int USERS = 200;

    private SettlementRig rig;
    private int daysPaid;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void recurringRecipientsArePaidThroughATableUntilNobodyNeedsIt() {
        List<Holder> holders = rig.holders(USERS);
        long first = lamports();
        LookupTables tables = rig.tables();
        pay(FIRST, holders, tables);
        tables.review(FIRST);
        assertThat(rig.tableStore.open()).as("paid once is not often").isEmpty();
        pay(FIRST.plusDays(1), holders, tables);
        assertThat(versions(FIRST.plusDays(1))).containsOnly("LEGACY");
        long before = lamports();
        tables.review(FIRST.plusDays(1));
        assertThat(only().state()).isEqualTo(LookupTableState.CREATING);
        PublicKey table = only().address();

        bringTo(LookupTableState.ACTIVE, FIRST.plusDays(1), tables);
        long rent = rig.rpc.getMinimumBalanceForRentExemption(LookupTableAccount.sizeBytes(USERS + 1));
        assertThat(rig.rpc.getBalanceLamports(table, ReadAt.FINALIZED).value()).isEqualTo(rent);
        long setUp = before - lamports() - rent;
        assertCostsAreBooked(first);
        assertThat(rentOfTables()).isEqualTo(rent);
        for (int day = 2; day < 4; day++) {
            pay(FIRST.plusDays(day), holders, tables);
            Measured measured = measure(FIRST.plusDays(day));
            assertThat(measured.mostRecipients()).isGreaterThanOrEqualTo(50);
            assertThat(measured.lamportsEach()).isLessThanOrEqualTo(105);
        }
        Measured legacy = measure(FIRST.plusDays(1));
        Measured through = measure(FIRST.plusDays(3));
        System.getLogger(LookupTablesIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "measured recipients={0} legacy={1} throughTables={2} rentLamports={3} setUpFeesLamports={4}",
                        USERS,
                        legacy,
                        through,
                        Long.toString(rent),
                        Long.toString(setUp));

        LocalDate later = FIRST.plusDays(3 + 14);
        tables.advance(later);
        assertThat(only().state()).as("unused for no longer than allowed").isEqualTo(LookupTableState.ACTIVE);
        bringTo(LookupTableState.DEACTIVATING, later.plusDays(1), tables);
        rig.chain.finalizeAll();
        tables.advance(later.plusDays(1));
        rig.chain.finalizeAll();
        long beforeClosing = lamports();
        rig.chain.advance(UNTIL_COLD);
        tables.advance(later.plusDays(1));
        rig.chain.finalizeAll();
        assertThat(rig.rpc.getAccountInfo(table, ReadAt.FINALIZED)).isEmpty();
        assertThat(lamports()).as("rent comes back, less the fee").isEqualTo(beforeClosing + rent - 5_000);
        tables.advance(later.plusDays(1));
        assertThat(rig.tableStore.open()).isEmpty();

        pay(later.plusDays(1), holders, tables);
        assertThat(versions(later.plusDays(1))).containsOnly("LEGACY");
        assertCostsAreBooked(first);
        assertThat(rentOfTables()).as("given back on the books, too").isZero();
    }

    @Test
    void killedBeforeAndAfterEverySendItGoesOnWhereTheChainIs() {
        long first = lamports();
        List<Holder> holders = rig.holders(70);
        pay(FIRST, holders, rig.tables());
        pay(FIRST.plusDays(1), holders, rig.tables());
        rig.tables().review(FIRST.plusDays(1));
        PublicKey table = only().address();

        killedAroundEachSendUntil(LookupTableState.ACTIVE, FIRST.plusDays(1));
        LookupTableAccount account = LookupTableAccount.decode(
                rig.rpc.getAccountInfo(table, ReadAt.FINALIZED).orElseThrow().data());
        assertThat(account.addresses())
                .as("nothing twice")
                .doesNotHaveDuplicates()
                .hasSize(71);
        pay(FIRST.plusDays(2), holders, rig.tables());
        assertThat(measure(FIRST.plusDays(2)).mostRecipients()).isGreaterThanOrEqualTo(50);

        LocalDate later = FIRST.plusDays(30);
        killedAroundEachSendUntil(LookupTableState.CLOSED, later);
        assertThat(rig.rpc.getAccountInfo(table, ReadAt.FINALIZED)).isEmpty();
        pay(later, holders, rig.tables());
        assertThat(versions(later)).containsOnly("LEGACY");
        assertCostsAreBooked(first);
        assertThat(rentOfTables()).isZero();
        assertThat(number("select count(*) from settlement_lookup_table_step where absent_at is not null"))
                .as("signed and never sent")
                .isPositive();
    }

    @Test
    void aTableThatWasNeverCreatedInTimeIsGivenUpAndItsRecipientsGetAnother() {
        List<Holder> holders = rig.holders(70);
        pay(FIRST, holders, rig.tables());
        pay(FIRST.plusDays(1), holders, rig.tables());
        rig.tables().review(FIRST.plusDays(1));
        PublicKey first = only().address();
        rig.chain.advance(600);

        rig.tables().advance(FIRST.plusDays(1));
        assertThat(rig.tableStore.open()).isEmpty();
        rig.tables().review(FIRST.plusDays(1));

        assertThat(only().address()).isNotEqualTo(first);
        assertThat(only().size()).isEqualTo(71);
    }

    @Test
    void endpointsThatContradictEachOtherAboutATableLeaveItUnused() {
        List<Holder> holders = rig.holders(70);
        pay(FIRST, holders, rig.tables());
        pay(FIRST.plusDays(1), holders, rig.tables());
        rig.tables().review(FIRST.plusDays(1));
        SolanaRpc hiding = SettlementRig.answering(
                rig.rpc,
                Map.of(
                        "getMultipleAccounts",
                        arguments -> new network.peer.chain.rpc.AtSlot<>(rig.rpc.getSlot(ReadAt.FINALIZED), Map.of())));
        LookupTables tables = rig.tables(rig.rpc, hiding);

        for (int round = 0; round < 5; round++) {
            tables.advance(FIRST.plusDays(1));
            rig.chain.advance(PAST_EXPIRY);
        }

        assertThat(only().state()).isEqualTo(LookupTableState.CREATING);
        pay(FIRST.plusDays(2), holders, tables);
        assertThat(versions(FIRST.plusDays(2))).containsOnly("LEGACY");
    }

    /** Dies before the first send of each step and right after the second. */
    private void killedAroundEachSendUntil(LookupTableState state, LocalDate today) {
        int kills = 0;
        int rounds = 0;
        while (!reached(state) && rounds++ < 60) {
            boolean before = kills % 2 == 0;
            SolanaRpc dying = SettlementRig.answering(rig.rpc, Map.of("send", dyingSend(before)));
            try {
                rig.tables(dying).advance(today);
            } catch (Killed killed) {
                kills++;
            }
            rig.chain.advance(PAST_EXPIRY);
        }
        assertThat(reached(state)).as("reached " + state).isTrue();
        assertThat(kills).isGreaterThanOrEqualTo(4);
    }

    private Function<Object[], Object> dyingSend(boolean before) {
        return arguments -> {
            if (!before) {
                rig.rpc.send((SignedTransaction) arguments[0], true);
            }
            throw new Killed();
        };
    }

    private static final class Killed extends RuntimeException {}

    private boolean reached(LookupTableState state) {
        List<StoredLookupTable> open = rig.tableStore.open();
        return state == LookupTableState.CLOSED
                ? open.isEmpty()
                : open.size() == 1 && open.get(0).state() == state;
    }

    private void bringTo(LookupTableState state, LocalDate today, LookupTables tables) {
        for (int round = 0; round < 40 && !reached(state); round++) {
            tables.advance(today);
            rig.chain.finalizeAll();
        }
        assertThat(reached(state)).as("reached " + state).isTrue();
    }

    private StoredLookupTable only() {
        assertThat(rig.tableStore.open()).hasSize(1);
        return rig.tableStore.open().get(0);
    }

    /** Everybody is paid for the day, to finality, exactly once. */
    private void pay(LocalDate day, List<Holder> holders, LookupTables tables) {
        rig.database.runInTransaction(em -> Holders.pay(em, day, SettlementRig.PAY, holders.toArray(Holder[]::new)));
        rig.settleAllThrough(tables::holding);
        daysPaid++;
        TokenAmount each = new TokenAmount(daysPaid * SettlementRig.PAY.baseUnits());
        assertThat(holders).allSatisfy(holder -> assertThat(rig.onChain(holder)).isEqualTo(each));
        assertThat(rig.rpc.getTokenSupply(rig.mint, ReadAt.FINALIZED).value().baseUnits())
                .isEqualTo(holders.size() * each.baseUnits());
        assertThat(rig.conservation().holds()).as("conservation on " + day).isTrue();
    }

    /** What a day's payouts cost. */
    private record Measured(int transactions, int mostRecipients, long recipients, long feeLamports) {
        double lamportsEach() {
            return (double) feeLamports / recipients;
        }
    }

    private Measured measure(LocalDate day) {
        int most = 0;
        long recipients = 0;
        long fees = 0;
        Map<TransactionSignature, Integer> attempts = attempts(day);
        for (Map.Entry<TransactionSignature, Integer> attempt : attempts.entrySet()) {
            most = Math.max(most, attempt.getValue());
            recipients += attempt.getValue();
            fees += rig.rpc
                    .getTransaction(attempt.getKey(), Commitment.FINALIZED)
                    .orElseThrow()
                    .feeLamports();
        }
        return new Measured(attempts.size(), most, recipients, fees);
    }

    private Map<TransactionSignature, Integer> attempts(LocalDate day) {
        return rig.database.inTransaction(
                em -> Rows.list(em.createNativeQuery("select a.signature, count(*) from settlement_attempt a"
                                        + " join settlement_attempt_intent ai on ai.attempt_id = a.id"
                                        + " where a.memo like ?1 and a.state = 'FINALIZED' group by a.id")
                                .setParameter(1, "P1 M " + day + " %"))
                        .stream()
                        .collect(java.util.stream.Collectors.toMap(
                                row -> new TransactionSignature(row.text(0)), row -> row.intAt(1))));
    }

    private List<String> versions(LocalDate day) {
        return attempts(day).keySet().stream()
                .map(signature -> rig.rpc
                                        .getTransaction(signature, Commitment.FINALIZED)
                                        .orElseThrow()
                                        .wire()[65]
                                < 0
                        ? "V0"
                        : "LEGACY")
                .toList();
    }

    /** What the authority has less than at first is on the books to the lamport; how often it is booked changes nothing. */
    private void assertCostsAreBooked(long lamportsAtFirst) {
        while (number("select count(*) from settlement_attempt where booked_at is null") > 0
                || number("select count(*) from settlement_lookup_table_step"
                                + " where booked_at is null and absent_at is null")
                        > 0) {
            rig.database.runInTransaction(
                    em -> em.createNativeQuery("update settlement_cost_wait set ask_after = clock_timestamp()")
                            .executeUpdate());
            rig.bookCosts();
        }
        rig.bookCosts();
        assertThat(rig.booked(SystemAccount.EXTERNAL_LAMPORTS)).isEqualTo(lamports() - lamportsAtFirst);
        assertThat(number("select count(*) from settlement_cost_wait")).isZero();
    }

    private long rentOfTables() {
        return number("select coalesce(sum(rent_lamports), 0) from settlement_lookup_table_step");
    }

    private long number(String sql) {
        return rig.database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private long lamports() {
        return rig.rpc
                .getBalanceLamports(rig.authority.publicKey(), ReadAt.FINALIZED)
                .value();
    }
}
