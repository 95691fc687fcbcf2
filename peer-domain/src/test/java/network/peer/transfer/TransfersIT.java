package network.peer.transfer;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransfersIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder alice;
    private Holder bob;

    @BeforeEach
    void aliceHasTokens() {
        database = TestDatabase.freshDatabase();
        alice = database.inTransaction(em -> aHolder(em));
        bob = database.inTransaction(em -> aHolder(em));
        fund(alice, 1_000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The worked example of the specification, to the base unit. */
    @Test
    void theWorkedExampleOfTheSpecification() throws SQLException {
        Holder t = database.inTransaction(em -> aHolder(em));
        Holder u = database.inTransaction(em -> aHolder(em));
        Holder v = database.inTransaction(em -> aHolder(em));
        owner("update app_user set inviter_id = '" + t.userId() + "' where id = '" + u.userId() + "'");
        for (int day = 1; day <= 20; day++) {
            int one = day;
            database.inTransaction(em -> Holders.pay(em, Holders.DAY.plusDays(one), TokenAmount.ofPeer(5_000), t));
        }

        send(t, u, "160", "1");
        assertThat(balances(t, u)).containsExactly("99835.200000000", "160.000000000");
        assertThat(system(SystemAccount.TREASURY)).isEqualTo("3.200000000");
        assertThat(system(SystemAccount.BURN)).isEqualTo("1.600000000");
        send(t, v, "0.000001", "2");
        assertThat(balances(t)).containsExactly("99835.199998970");
        send(t, u, "0.5", "3");
        assertThat(balances(t, u)).containsExactly("99834.684998970", "160.500000000");
        send(u, v, "2", "4");

        assertThat(balances(u, t, v)).containsExactly("158.420000000", "99834.704998970", "2.000001000");
        assertThat(system(SystemAccount.TREASURY)).isEqualTo("3.250000020");
        assertThat(system(SystemAccount.BURN)).isEqualTo("1.625000010");
        assertThat(sumOfAll()).isZero();
    }

    @Test
    void refusesWhatTheRulesRefuse() throws SQLException {
        Holder suspended = database.inTransaction(em -> aHolder(em));
        Holder unverified = database.inTransaction(em -> aHolder(em));
        Holder deleted = database.inTransaction(em -> aHolder(em));
        fund(suspended, 10);
        fund(unverified, 10);
        status(suspended, "SUSPENDED");
        owner("update app_user set verified_at = null where id = '" + unverified.userId() + "'");
        delete(deleted);
        Map<String, UUID> names = Map.of(
                "alice", alice.userId(),
                "bob", bob.userId(),
                "suspended", suspended.userId(),
                "unverified", unverified.userId(),
                "deleted", deleted.userId(),
                "nobody", UUID.randomUUID(),
                "treasury", SystemAccount.TREASURY.id().value(),
                "burn", SystemAccount.BURN.id().value());

        int line = 0;
        for (String row : """
                alice      bob         0.000001      ok
                alice      bob         0.000000999   AMOUNT_TOO_SMALL
                alice      bob         0             AMOUNT_TOO_SMALL
                alice      alice       1             TRANSFER_TO_SELF
                alice      treasury    1             RECIPIENT_IS_SYSTEM_ACCOUNT
                alice      burn        1             RECIPIENT_IS_SYSTEM_ACCOUNT
                alice      suspended   1             RECIPIENT_UNAVAILABLE
                alice      deleted     1             RECIPIENT_UNAVAILABLE
                alice      unverified  1             RECIPIENT_UNAVAILABLE
                alice      nobody      1             NOT_FOUND
                suspended  bob         1             NOT_ACTIVE
                deleted    bob         1             NOT_ACTIVE
                unverified bob         1             NOT_VERIFIED
                alice      bob         971           INSUFFICIENT_BALANCE
                alice      bob         9223372036    INSUFFICIENT_BALANCE
                alice      bob         970           ok
                """.lines().toList()) {
            String[] words = row.trim().split(" +", -1);
            UUID from = Objects.requireNonNull(names.get(words[0]));
            UUID to = Objects.requireNonNull(names.get(words[1]));
            assertThat(answer(from, to, words[2], "line-" + line++)).as(row).isEqualTo(words[3]);
        }

        refused(
                ErrorCode.MESSAGE_NOT_ALLOWED,
                () -> run(s -> s.transfers()
                        .send(
                                alice.userId(),
                                new SendTokens(bob.userId(), TokenAmount.ofPeer(1), "see evil.example"),
                                "message")));
        refused(ErrorCode.BAD_INPUT, () -> send(alice, bob, "1", "a key with spaces"));
        assertThat(count("select count(*) from transfer")).isEqualTo(2);
        assertThat(count("select count(*) from movement_request")).isEqualTo(2);
        assertThat(sumOfAll()).isZero();
    }

    @Test
    void theInviterEarnsAlsoWhenDeletedAndNobodyElseReceivesThen() throws SQLException {
        Holder inviter = database.inTransaction(em -> aHolder(em));
        owner("update app_user set inviter_id = '" + inviter.userId() + "' where id = '" + alice.userId() + "'");
        delete(inviter);

        MovementReceipt receipt = send(alice, bob, "100", "k");

        assertThat(receipt.parts().inviterFee()).isEqualTo(TokenAmount.ofPeer(1));
        assertThat(balances(alice, bob, inviter)).containsExactly("896.000000000", "100.000000000", "1.000000000");
    }

    @Test
    void onlyTheTwoOfATransferReadItsMessage() {
        Holder carol = database.inTransaction(em -> aHolder(em));
        UUID with = run(s -> s.transfers()
                        .send(alice.userId(), new SendTokens(bob.userId(), TokenAmount.ofPeer(1), " Hi Bob "), "m"))
                .ledgerTransactionId();
        UUID without = send(alice, bob, "1", "n").ledgerTransactionId();

        assertThat(messages(alice, with, without)).containsExactly(Map.entry(with, "Hi Bob"));
        assertThat(messages(bob, with, without)).containsExactly(Map.entry(with, "Hi Bob"));
        assertThat(messages(carol, with, without)).isEmpty();
    }

    @Test
    void theSameKeyGetsTheFirstAnswerForEverAndOtherInputIsRefused() throws SQLException {
        MovementReceipt first = send(alice, bob, "10", "key");
        status(bob, "SUSPENDED");

        MovementReceipt again = send(alice, bob, "10", "key");

        assertThat(again.replayed()).isTrue();
        assertThat(again).usingRecursiveComparison().ignoringFields("replayed").isEqualTo(first);
        refused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> send(alice, bob, "10.1", "key"));
        refused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                () -> run(s -> s.transfers()
                        .send(alice.userId(), new SendTokens(bob.userId(), TokenAmount.ofPeer(10), "x"), "key")));
        refused(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                () -> run(s -> s.transfers().burn(alice.userId(), TokenAmount.ofPeer(10), "key")));
        assertThat(balances(alice, bob)).containsExactly("989.700000000", "10.000000000");
    }

    @Test
    void aKeyBelongsToItsUser() {
        fund(bob, 100);
        send(alice, bob, "10", "key");

        assertThat(send(bob, alice, "10", "key").replayed()).isFalse();
    }

    @Test
    void aRefusedKeyIsFreeForAnotherTry() {
        refused(ErrorCode.INSUFFICIENT_BALANCE, () -> send(bob, alice, "10", "key"));
        fund(bob, 100);

        assertThat(send(bob, alice, "10", "key").replayed()).isFalse();
    }

    @Test
    void ofConcurrentDuplicatesOneWinsAndTheOtherGetsItsAnswer() throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            MovementReceipt winner = send(Services.of(first, CLOCK), alice, bob, "10", "same");

            Future<MovementReceipt> second = race.beginAndBlock(() -> send(alice, bob, "10", "same"));
            first.getTransaction().commit();

            assertThat(second.get().replayed()).isTrue();
            assertThat(second.get().ledgerTransactionId()).isEqualTo(winner.ledgerTransactionId());
        }
        assertThat(balances(alice)).containsExactly("989.700000000");
    }

    /** The suspension waits for the transfer that has begun; what comes after it is refused. */
    @Test
    void aSuspensionAndATransferFollowEachOther() throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            send(Services.of(first, CLOCK), alice, bob, "10", "before");

            Future<Integer> suspension = race.beginAndBlock(() -> database.<Integer>inTransaction(
                    em -> em.createNativeQuery("update app_user set status = 'SUSPENDED' where id = ?1")
                            .setParameter(1, bob.userId())
                            .executeUpdate()));
            first.getTransaction().commit();

            assertThat(suspension.get()).isEqualTo(1);
        }
        refused(ErrorCode.RECIPIENT_UNAVAILABLE, () -> send(alice, bob, "10", "after"));
        refused(ErrorCode.NOT_ACTIVE, () -> send(bob, alice, "1", "back"));
    }

    @Test
    void aBurnHasNoFeesAndLeavesTheBooksOnlyWhenFinal() {
        MovementReceipt burn = run(s -> s.transfers().burn(alice.userId(), TokenAmount.parse("1.5"), "b"));

        assertThat(burn.kind()).isEqualTo(TransactionKind.BURN);
        assertThat(burn.parts().debit()).isEqualTo(TokenAmount.parse("1.5"));
        assertThat(balances(alice)).containsExactly("998.500000000");
        assertThat(system(SystemAccount.BURN)).isEqualTo("1.500000000");
        assertThat(count("select sum(amount_base_units) from settlement_leg where instruction = 'BURN'"))
                .isEqualTo(1_500_000_000L);
        assertThat(run(s -> s.transfers().burn(alice.userId(), TokenAmount.parse("1.5"), "b"))
                        .replayed())
                .isTrue();
        refused(
                ErrorCode.INSUFFICIENT_BALANCE,
                () -> run(s -> s.transfers().burn(alice.userId(), TokenAmount.ofPeer(999), "c")));
        refused(ErrorCode.AMOUNT_TOO_SMALL, () -> run(s -> s.transfers().burn(alice.userId(), TokenAmount.ZERO, "d")));
    }

    /** As if the service were wrong: the database knows the rules as well. */
    @Test
    void theDatabaseRefusesATransferThatBreaksTheRules() throws SQLException {
        UUID without = database.inTransaction(
                        em -> Holders.ledger(em).post(Holders.transfer("no-fees", alice, bob, TokenAmount.ofPeer(1))))
                .ledgerTransactionId();
        UUID tiny = database.inTransaction(
                        em -> Holders.ledger(em).post(Holders.transfer("tiny", alice, bob, new TokenAmount(49))))
                .ledgerTransactionId();

        assertThatThrownBy(() -> insert(without, 1_000_000_000))
                .hasMessageContaining("not its net amount and its fees");
        assertThatThrownBy(() -> insert(tiny, 49)).hasMessageContaining("smaller than the smallest");
        status(bob, "SUSPENDED");
        assertThatThrownBy(() -> insert(without, 1_000_000_000)).hasMessageContaining("active and verified");
        assertThatThrownBy(() -> owner("delete from transfer")).hasMessageContaining("append-only");
    }

    private void insert(UUID transaction, long net) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into transfer (ledger_transaction_id, sender_id, recipient_id, net_base_units)"
                    + " values ('" + transaction + "', '" + alice.userId() + "', '" + bob.userId() + "', " + net
                    + ")");
        }
    }

    private String answer(UUID from, UUID to, String net, String key) {
        try {
            run(s -> s.transfers().send(from, new SendTokens(to, TokenAmount.parse(net), null), key));
            return "ok";
        } catch (BusinessException refused) {
            return refused.code().name();
        }
    }

    private MovementReceipt send(Holder from, Holder to, String net, String key) {
        return run(s -> send(s, from, to, net, key));
    }

    private static MovementReceipt send(Services services, Holder from, Holder to, String net, String key) {
        return services.transfers().send(from.userId(), new SendTokens(to.userId(), TokenAmount.parse(net), null), key);
    }

    private Map<UUID, String> messages(Holder reader, UUID... transactions) {
        return run(s -> s.transfers().messages(reader.userId(), List.of(transactions)));
    }

    private void fund(Holder holder, long peer) {
        database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(peer), holder));
    }

    private void status(Holder holder, String status) throws SQLException {
        owner("update app_user set status = '" + status + "' where id = '" + holder.userId() + "'");
    }

    private void delete(Holder holder) throws SQLException {
        owner("update app_user set status = 'DELETED', email = null, user_name = null, password_algorithm = null,"
                + " password_iterations = null, password_salt = null, password_hash = null where id = '"
                + holder.userId() + "'");
    }

    private List<String> balances(Holder... holders) {
        return java.util.Arrays.stream(holders)
                .map(holder -> run(s -> s.ledger().balance(holder.account()))
                        .available()
                        .display())
                .toList();
    }

    private String system(SystemAccount account) {
        return run(s -> s.ledger().balance(account.id())).available().display();
    }

    private long sumOfAll() {
        return count("select sum(available_base_units + reserved_base_units) from ledger_account_balance"
                + " where unit = 'PEER'");
    }

    private long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private void owner(String sql) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
