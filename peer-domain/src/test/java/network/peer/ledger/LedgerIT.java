package network.peer.ledger;

import static network.peer.testing.Holders.DAY;
import static network.peer.testing.Holders.RECORDED_AT;
import static network.peer.testing.Holders.aHolder;
import static network.peer.testing.Holders.ledger;
import static network.peer.testing.Holders.pay;
import static network.peer.testing.Holders.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerIT {
    private static final TokenAmount HUNDRED = TokenAmount.ofPeer(100);
    private static final TokenAmount THIRTY = TokenAmount.ofPeer(30);

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void genesisPutsTheTotalCapIntoTheRewardPool() {
        try (TestDatabase untouched = TestDatabase.freshDatabase()) {
            assertThat(untouched.<Long>inTransaction(em -> ledger(em).signedBaseUnits(SystemAccount.REWARD_POOL)))
                    .isEqualTo(19_500_000_000_000_000L);
            assertThat(untouched.<Long>inTransaction(em -> ledger(em).signedBaseUnits(SystemAccount.ISSUANCE)))
                    .isEqualTo(-19_500_000_000_000_000L);
        }
    }

    @Test
    void postsOnceAndReplaysTheFirstAnswer() {
        Holder alice = aPaidHolder();
        Holder bob = database.inTransaction(em -> aHolder(em));
        PostCommand command = transfer("replay:" + alice.userId(), alice, bob, THIRTY);

        Posted first = database.inTransaction(em -> ledger(em).post(command));
        Posted second = database.inTransaction(em -> ledger(em).post(command));

        assertThat(first.replayed()).isFalse();
        assertThat(second).isEqualTo(new Posted(first.ledgerTransactionId(), true));
        assertThat(available(alice)).isEqualTo(TokenAmount.ofPeer(70));
        assertThat(available(bob)).isEqualTo(THIRTY);
    }

    @Test
    void refusesTheSameKeyWithOtherInput() {
        Holder alice = aPaidHolder();
        Holder bob = database.inTransaction(em -> aHolder(em));
        String key = "conflict:" + alice.userId();
        database.inTransaction(em -> ledger(em).post(transfer(key, alice, bob, THIRTY)));

        refused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                () -> database.inTransaction(em -> ledger(em).post(transfer(key, alice, bob, HUNDRED))));

        assertThat(available(bob)).isEqualTo(THIRTY);
    }

    @Test
    void refusesAnOverdraftAndChangesNothing() {
        Holder alice = aPaidHolder();
        Holder bob = database.inTransaction(em -> aHolder(em));

        refused(
                ErrorCode.INSUFFICIENT_BALANCE,
                () -> database.inTransaction(em -> ledger(em)
                        .post(transfer("over:" + alice.userId(), alice, bob, HUNDRED.plus(new TokenAmount(1))))));

        assertThat(available(alice)).isEqualTo(HUNDRED);
        assertThat(available(bob)).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void whatWasJustReceivedCanBeSpent() {
        Holder alice = aPaidHolder();
        Holder bob = database.inTransaction(em -> aHolder(em));
        database.inTransaction(em -> ledger(em).post(transfer("in:" + bob.userId(), alice, bob, HUNDRED)));

        database.inTransaction(em -> ledger(em).post(transfer("out:" + bob.userId(), bob, alice, HUNDRED)));

        assertThat(available(alice)).isEqualTo(HUNDRED);
        assertThat(available(bob)).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void reversesOnceAndNeverEdits() {
        Holder alice = aPaidHolder();
        Holder bob = database.inTransaction(em -> aHolder(em));
        UUID moved = database.<Posted>inTransaction(
                        em -> ledger(em).post(transfer("rev:" + alice.userId(), alice, bob, THIRTY)))
                .ledgerTransactionId();

        database.inTransaction(em -> ledger(em).reverse(moved, "undo:" + moved, RECORDED_AT));
        Posted again = database.inTransaction(em -> ledger(em).reverse(moved, "undo:" + moved, RECORDED_AT));

        assertThat(again.replayed()).isTrue();
        assertThat(available(alice)).isEqualTo(HUNDRED);
        refused(
                ErrorCode.CONFLICT,
                () -> database.inTransaction(em -> ledger(em).reverse(moved, "undo-again:" + moved, RECORDED_AT)));
    }

    @Test
    void aMintCannotBeReversed() {
        Holder alice = database.inTransaction(em -> aHolder(em));
        UUID paid = database.inTransaction(em -> pay(em, THIRTY, alice));

        refused(
                ErrorCode.CONFLICT,
                () -> database.inTransaction(em -> ledger(em).reverse(paid, "undo:" + paid, RECORDED_AT)));
    }

    @Test
    void refusesToMintMoreThanTheDaysPool() {
        try (TestDatabase fresh = TestDatabase.freshDatabase()) {
            Holder alice = fresh.inTransaction(em -> aHolder(em));
            Holder bob = fresh.inTransaction(em -> aHolder(em));
            fresh.inTransaction(em -> pay(em, TokenAmount.ofPeer(4_999), alice));

            refused(
                    ErrorCode.EMISSION_LIMIT,
                    () -> fresh.inTransaction(em -> pay(em, new TokenAmount(1_000_000_001L), bob)));
            fresh.inTransaction(em -> pay(em, TokenAmount.ofPeer(1), bob));

            assertThat(fresh.<Long>inTransaction(em -> ledger(em).signedBaseUnits(SystemAccount.REWARD_POOL)))
                    .isEqualTo(19_495_000_000_000_000L);
        }
    }

    @Test
    void aUserIsPaidOnceADayWhateverTheKey() {
        Holder alice = aPaidHolder();

        assertThatThrownBy(() -> database.inTransaction(em -> pay(em, HUNDRED, alice)))
                .hasMessageContaining("pk_settlement_intent");

        assertThat(available(alice)).isEqualTo(HUNDRED);
    }

    @Test
    void theDatabaseItselfRefusesToMintMoreThanTheDaysPool() throws SQLException {
        Holder alice = database.inTransaction(em -> aHolder(em));

        refusedByDatabase(
                "ck_ledger_emission_limit",
                ("insert into ledger_transaction (id, kind, idempotency_key, input_hash, recorded_at,"
                                + " tokenomics_version, reward_day) values ('%1$s', 'MINT', '%1$s', '', now(), 1, '2026-01-01');"
                                + " insert into ledger_posting (id, ledger_transaction_id, ordinal, role, unit, debit_account_id,"
                                + " credit_account_id, amount_base_units) values ('%1$s', '%1$s', 0, 'PRINCIPAL', 'PEER',"
                                + " '00000000-0000-7000-8000-000000000002', '%2$s', 5000000000001)")
                        .formatted(Ids.newId(), alice.account()));
    }

    @Test
    void theDatabaseItselfRefusesAnOverdraft() throws SQLException {
        Holder alice = database.inTransaction(em -> aHolder(em));
        Holder bob = database.inTransaction(em -> aHolder(em));

        refusedByDatabase(
                "ck_ledger_balance_covered",
                ("insert into ledger_transaction (id, kind, idempotency_key, input_hash, recorded_at,"
                                + " tokenomics_version) values ('%1$s', 'TRANSFER', '%1$s', '', now(), 1);"
                                + " insert into ledger_posting (id, ledger_transaction_id, ordinal, role, unit, debit_account_id,"
                                + " credit_account_id, amount_base_units) values ('%1$s', '%1$s', 0, 'PRINCIPAL', 'PEER',"
                                + " '%2$s', '%3$s', 1)")
                        .formatted(Ids.newId(), alice.account(), bob.account()));
    }

    @Test
    void theDatabaseItselfRefusesToDrawOnThePoolForAnythingButAMint() throws SQLException {
        Holder alice = database.inTransaction(em -> aHolder(em));

        refusedByDatabase(
                "ck_ledger_posting_source",
                ("insert into ledger_transaction (id, kind, idempotency_key, input_hash, recorded_at,"
                                + " tokenomics_version) values ('%1$s', 'TRANSFER', '%1$s', '', now(), 1);"
                                + " insert into ledger_posting (id, ledger_transaction_id, ordinal, role, unit, debit_account_id,"
                                + " credit_account_id, amount_base_units) values ('%1$s', '%1$s', 0, 'PRINCIPAL', 'PEER',"
                                + " '00000000-0000-7000-8000-000000000002', '%2$s', 1)")
                        .formatted(Ids.newId(), alice.account()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger_account",
                "ledger_transaction",
                "ledger_posting",
                "ledger_reservation",
                "ledger_reservation_end"
            })
    void theApplicationCannotChangeHistory(String table) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from " + table))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("truncate " + table)).hasMessageContaining("permission denied");
            String column = table.equals("ledger_reservation_end") ? "reservation_id" : "id";
            assertThatThrownBy(() -> statement.execute("update " + table + " set " + column + " = " + column))
                    .hasMessageContaining("permission denied");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger_account",
                "ledger_transaction",
                "ledger_posting",
                "ledger_reservation",
                "ledger_reservation_end"
            })
    void notEvenTheOwnerChangesHistory(String table) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from " + table)).hasMessageContaining("append-only");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"update ledger_balance set folded_base_units = 1", "delete from ledger_pending_credit"})
    void theApplicationCannotTouchBalances(String sql) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
        }
    }

    @Test
    void refusesPostingOntoTheSameAccount() {
        Holder alice = database.inTransaction(em -> aHolder(em));

        assertThatThrownBy(() -> new Posting(alice.account(), alice.account(), PostingRole.PRINCIPAL, THIRTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMintNamesItsDayAndNothingElseDoes() {
        Holder alice = database.inTransaction(em -> aHolder(em));
        List<Posting> postings =
                List.of(new Posting(SystemAccount.REWARD_POOL.id(), alice.account(), PostingRole.PRINCIPAL, THIRTY));

        assertThatThrownBy(() -> new PostCommand(TransactionKind.MINT, "k", "h", RECORDED_AT, 1, null, postings))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PostCommand(TransactionKind.SPEND, "k", "h", RECORDED_AT, 1, DAY, postings))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Holder aPaidHolder() {
        return database.inTransaction(em -> {
            Holder holder = aHolder(em);
            pay(em, HUNDRED, holder);
            return holder;
        });
    }

    private static TokenAmount available(Holder holder) {
        return database.<Balance>inTransaction(em -> ledger(em).balance(holder.account()))
                .available();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }

    private static void refusedByDatabase(String constraint, String sql) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining(constraint);
        }
    }
}
