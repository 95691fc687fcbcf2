package network.peer.ledger;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.ledger.LedgerHistory.Direction;
import network.peer.ledger.LedgerHistory.Movement;
import network.peer.settlement.SettlementQueries;
import network.peer.testing.Deposits;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import network.peer.transfer.SendTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LedgerHistoryIT {
    private static final Instant TRANSFER_AT = Holders.RECORDED_AT.plus(Duration.ofHours(1));
    private static final Instant BURN_AT = Holders.RECORDED_AT.plus(Duration.ofHours(2));
    private static final PageRequest ALL = new PageRequest(100, null);

    private static TestDatabase database;
    private static Holder alice;
    private static Holder bob;

    /** Alice, invited by Bob, is paid 100, sends 10 to Bob, gets 1 back and burns 5; Bob is paid 50. */
    @BeforeAll
    static void move() {
        database = TestDatabase.freshDatabase();
        bob = database.inTransaction(em -> aHolder(em));
        alice = database.inTransaction(em -> aHolder(em));
        try (var connection = database.ownerConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "update app_user set inviter_id = '" + bob.userId() + "' where id = '" + alice.userId() + "'");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        database.runInTransaction(em -> {
            Holders.pay(em, TokenAmount.ofPeer(100), alice);
            Holders.pay(em, TokenAmount.ofPeer(50), bob);
        });
        send(alice, bob, 10);
        send(bob, alice, 1);
        database.runInTransaction(em -> Services.of(em, new SettableClock(BURN_AT))
                .transfers()
                .burn(alice.userId(), TokenAmount.ofPeer(5), "burn"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void listsWhatTheHolderSawNewestFirst() {
        assertThat(movements(alice, HistoryFilter.ALL))
                .extracting(Movement::kind, Movement::direction, m -> m.gross().display(), m -> m.net()
                        .display())
                .containsExactly(
                        tuple(TransactionKind.BURN, Direction.OUT, "5.000000000", "5.000000000"),
                        tuple(TransactionKind.TRANSFER, Direction.IN, "1.000000000", "1.000000000"),
                        tuple(TransactionKind.TRANSFER, Direction.OUT, "10.400000000", "10.000000000"),
                        tuple(TransactionKind.MINT, Direction.IN, "100.000000000", "100.000000000"));
        assertThat(movements(bob, HistoryFilter.ALL))
                .extracting(m -> m.gross().display(), m -> m.earnedAsInviter().display(), Movement::counterpartUserId)
                .contains(tuple("10.100000000", "0.100000000", alice.userId()));
    }

    @Test
    void filtersByKindDirectionAndTime() {
        assertThat(kinds(new HistoryFilter(Set.of(TransactionKind.TRANSFER), null, null, null)))
                .containsExactly(TransactionKind.TRANSFER, TransactionKind.TRANSFER);
        assertThat(kinds(new HistoryFilter(Set.of(TransactionKind.BURN, TransactionKind.MINT), null, null, null)))
                .containsExactly(TransactionKind.BURN, TransactionKind.MINT);
        assertThat(kinds(new HistoryFilter(Set.of(), Direction.OUT, null, null)))
                .containsExactly(TransactionKind.BURN, TransactionKind.TRANSFER);
        assertThat(kinds(new HistoryFilter(Set.of(), Direction.IN, null, null)))
                .containsExactly(TransactionKind.TRANSFER, TransactionKind.MINT);
        assertThat(kinds(new HistoryFilter(Set.of(), null, TRANSFER_AT, BURN_AT)))
                .containsExactly(TransactionKind.TRANSFER, TransactionKind.TRANSFER);
        assertThat(kinds(new HistoryFilter(Set.of(TransactionKind.TRANSFER), Direction.IN, TRANSFER_AT, BURN_AT)))
                .containsExactly(TransactionKind.TRANSFER);
        assertThat(kinds(new HistoryFilter(Set.of(TransactionKind.WITHDRAWAL), null, null, null)))
                .isEmpty();
    }

    @Test
    void pagesGoOnWithinTheFilter() {
        HistoryFilter transfers = new HistoryFilter(Set.of(TransactionKind.TRANSFER), null, null, null);
        Page<Movement> first = page(alice, transfers, new PageRequest(1, null));

        Page<Movement> second =
                page(alice, transfers, new PageRequest(1, first.cursors().get(0)));

        assertThat(first.hasNext()).isTrue();
        assertThat(second.hasNext()).isFalse();
        assertThat(second.items()).extracting(Movement::direction).containsExactly(Direction.OUT);
    }

    @Test
    void refusesTimesThatMakeNoSense() {
        refused(BURN_AT, BURN_AT);
        refused(Instant.MIN, null);
        refused(null, Instant.MAX);
    }

    /** Both were paid on chain; nothing of it is final yet but what was never owed. */
    @Test
    void whatIsSettledOnChainLeavesOutWhatIsUnderWay() {
        Holder offChain = database.inTransaction(em -> aHolder(em));

        assertThat(database.<Boolean>inTransaction(em -> new SettlementQueries(em)
                        .settledOnChain(offChain.userId())
                        .isEmpty()))
                .isTrue();
        assertThat(settled()).isEqualTo(TokenAmount.ZERO);

        // As settlement leaves it when the first payout is final: its leg is no longer open.
        try (var connection = database.ownerConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from settlement_open_leg where instruction = 'MINT'");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }

        assertThat(settled()).isEqualTo(TokenAmount.ofPeer(100));
    }

    @Test
    void aPageReadsNoMoreOfTheAccountThanItShows() {
        Holder busy = database.inTransaction(em -> aHolder(em));
        Deposits.book(database, busy.account(), 20_000);
        Deposits.book(database, SystemAccount.TREASURY.id(), 40_000);

        Page<Movement> first = page(busy, HistoryFilter.ALL, new PageRequest(10, null));
        assertThat(first.items()).hasSize(10);
        assertThat(rowsRead(busy, new PageRequest(10, null))).isLessThan(200);
        assertThat(rowsRead(busy, new PageRequest(10, first.cursors().get(9)))).isLessThan(200);
    }

    private static long rowsRead(Holder holder, PageRequest request) {
        return database.inTransaction(em -> {
            new LedgerHistory(em).movements(holder.account(), HistoryFilter.ALL, request);
            return Rows.single(em.createNativeQuery("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                            + " where relname = 'ledger_posting'"))
                    .longAt(0);
        });
    }

    private static TokenAmount settled() {
        return database.<TokenAmount>inTransaction(
                em -> new SettlementQueries(em).settledOnChain(alice.userId()).orElseThrow());
    }

    private static void refused(@Nullable Instant from, @Nullable Instant until) {
        assertThatThrownBy(() -> new HistoryFilter(Set.of(), null, from, until))
                .isInstanceOfSatisfying(
                        BusinessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
    }

    private static void send(Holder from, Holder to, long peer) {
        database.runInTransaction(em -> Services.of(em, new SettableClock(TRANSFER_AT))
                .transfers()
                .send(from.userId(), new SendTokens(to.userId(), TokenAmount.ofPeer(peer), null), "k"));
    }

    private static List<TransactionKind> kinds(HistoryFilter filter) {
        return movements(alice, filter).stream().map(Movement::kind).toList();
    }

    private static List<Movement> movements(Holder holder, HistoryFilter filter) {
        return page(holder, filter, ALL).items();
    }

    private static Page<Movement> page(Holder holder, HistoryFilter filter, PageRequest request) {
        return database.inTransaction(em -> new LedgerHistory(em).movements(holder.account(), filter, request));
    }
}
