package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.SettlementQueries.Attempt;
import network.peer.settlement.SettlementStory.Step;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch does together is written down once, and each intent's story is whole all the same. */
class StepsOfBatchesIT {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final LocalDate LATER = Holders.DAY.plusDays(1);

    private TestDatabase database;
    private SettlementStore store;
    private LaneLease lease;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
        store = EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
        lease = store.lease("mint", "node", LEASE).orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theStepsOfABatchAreOneRowAndEachStoryTellsThem() {
        List<UUID> intents = payouts(5);
        claim(5);
        NewAttempt first = attempt(intents.subList(0, 3), 1);
        NewAttempt second = attempt(intents.subList(3, 5), 1);
        store.store(lease, List.of(first, second));
        record(first, AttemptFact.submitted());
        record(first, AttemptFact.finalized(7));

        for (UUID paid : first.intentIds()) {
            assertThat(steps("INTENT", paid)).containsExactly("RECORDED", "CLAIMED", "IN_ATTEMPT", "SETTLED");
            assertThat(steps("ATTEMPT", paid)).containsExactly("SIGNED", "SUBMITTED", "FINALIZED");
        }
        for (UUID waiting : second.intentIds()) {
            assertThat(steps("INTENT", waiting)).containsExactly("RECORDED", "CLAIMED", "IN_ATTEMPT");
        }
        assertThat(number("select count(*) from settlement_history where subject = 'INTENTS'"))
                .as("one claim, two attempts, one of them final")
                .isEqualTo(4);
        assertThat(number("select count(*) from settlement_history where subject = 'INTENT'"))
                .as("when they were recorded")
                .isEqualTo(5);
    }

    @Test
    void whatLeavesItsBatchHasAStoryOfItsOwn() {
        List<UUID> intents = payouts(3);
        UUID givenBack = intents.get(0);
        claim(3);
        store.release(lease, List.of(givenBack), Duration.ZERO, "no room");
        store.park(lease, intents.get(1), "frozen");
        NewAttempt attempt = attempt(intents.subList(2, 3), 1);
        store.store(lease, List.of(attempt));
        claim(1);
        NewAttempt later = attempt(List.of(givenBack), 2);
        store.store(lease, List.of(later));

        assertThat(steps("INTENT", givenBack))
                .containsExactly("RECORDED", "CLAIMED", "RECORDED", "CLAIMED", "IN_ATTEMPT");
        assertThat(steps("INTENT", intents.get(1))).containsExactly("RECORDED", "CLAIMED", "PARKED");
        assertThat(steps("INTENT", intents.get(2))).containsExactly("RECORDED", "CLAIMED", "IN_ATTEMPT");
    }

    @Test
    void whoFindsTheOldestDayTakenClaimsTheNext() {
        List<UUID> oldest = payouts(3);
        List<UUID> next = payouts(LATER, 2);
        LaneLease other = store.lease("mint-2", "node", LEASE).orElseThrow();

        database.runInTransaction(em -> {
            List<ClaimedIntent> taken = new PostgresSettlementStore(em).claim(lease, 10, LEASE);
            assertThat(taken).extracting(ClaimedIntent::id).containsExactlyElementsOf(oldest);
            database.runInTransaction(beside -> assertThat(new PostgresSettlementStore(beside).claim(other, 10, LEASE))
                    .extracting(ClaimedIntent::id)
                    .containsExactlyElementsOf(next));
        });
    }

    @Test
    void aClaimReadsAStretchOfTheQueueHoweverLongThatIs() throws SQLException {
        payouts(3);
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("insert into settlement_ready (work, position, intent_id, kind, batch_key, not_before)"
                    + " select 'mint', 1000 + n, gen_random_uuid(), 'MINT', '" + LATER + "', timestamptz '2026-11-21'"
                    + " from generate_series(1, 20000) n");
            statement.execute("analyze settlement_ready");
        }

        long read = database.inTransaction(em -> {
            assertThat(new PostgresSettlementStore(em).claim(lease, 10, LEASE)).hasSize(3);
            return Rows.single(em.createNativeQuery("select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                            + " where relname = 'settlement_ready'"))
                    .longAt(0);
        });

        assertThat(read).isLessThan(200);
    }

    @Test
    void anAttemptThatExpiredStaysInTheStory() {
        List<UUID> intents = payouts(2);
        claim(2);
        NewAttempt expired = attempt(intents, 1);
        store.store(lease, List.of(expired));
        record(expired, AttemptFact.expired("{\"proof\": true}"));
        claim(2);
        NewAttempt paid = attempt(intents, 2);
        store.store(lease, List.of(paid));
        record(paid, AttemptFact.finalized(9));

        for (UUID intent : intents) {
            assertThat(steps("INTENT", intent))
                    .containsExactly(
                            "RECORDED", "CLAIMED", "IN_ATTEMPT", "RECORDED", "CLAIMED", "IN_ATTEMPT", "SETTLED");
        }
    }

    @Test
    void operatorsSeeOfEachAttemptWhatItWasSignedWithAndWhatBecameOfIt() throws SQLException {
        List<UUID> intents = payouts(1);
        claim(1);
        NewAttempt expired = attempt(intents, 1);
        store.store(lease, List.of(expired));
        record(expired, AttemptFact.expired("{\"proof\": true}"));
        claim(1);
        NewAttempt paid = attempt(intents, 2);
        store.store(lease, List.of(paid));
        record(paid, AttemptFact.finalized(9));

        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update settlement_attempt set fee_lamports = 5000, rent_lamports = 7,"
                    + " booked_at = clock_timestamp() where state = 'FINALIZED'");
        }

        List<Attempt> shown = database.inTransaction(
                em -> new SettlementQueries(em).attempts(intents).getOrDefault(intents.get(0), List.of()));

        assertThat(shown).extracting(Attempt::id).containsExactly(expired.id(), paid.id());
        assertThat(shown.get(0).absenceProof()).isEqualTo("{\"proof\": true}");
        assertThat(shown.get(0).landedSlot()).isNull();
        assertThat(shown.get(0).costs()).isNull();
        assertThat(shown.get(1)).satisfies(attempt -> {
            assertThat(attempt.lane()).isEqualTo("mint");
            assertThat(attempt.blockhash()).isEqualTo(paid.blockhash());
            assertThat(attempt.computeUnitLimit()).isEqualTo(paid.computeUnitLimit());
            assertThat(attempt.priorityFeeMicroLamports()).isEqualTo(paid.priorityFeeMicroLamports());
            assertThat(attempt.landedSlot()).isEqualTo(9);
            assertThat(attempt.absenceProof()).isNull();
            assertThat(attempt.costs()).isEqualTo(new Attempt.Costs(5_000, 7));
        });
    }

    @Test
    void theQueueHoldsWhatIsRecordedAndNothingElse() {
        List<UUID> intents = payouts(4);
        assertThat(queue()).containsExactlyElementsOf(intents);

        claim(3);
        assertThat(queue()).containsExactly(intents.get(3));
        store.release(lease, List.of(intents.get(1)), LEASE, "later");
        assertThat(queue()).containsExactly(intents.get(1), intents.get(3));
        assertThat(store.claim(lease, 10, LEASE))
                .as("what rests is not claimed")
                .extracting(ClaimedIntent::id)
                .containsExactly(intents.get(3));
    }

    @Test
    void whatIsPostponedInTheBooksIsPostponedInTheQueue() {
        UUID intent = payouts(1).get(0);

        update("update settlement_intent set not_before = clock_timestamp() + interval '1 hour'");
        assertThat(store.claim(lease, 10, LEASE)).isEmpty();
        update("update settlement_intent set not_before = clock_timestamp()");

        assertThat(store.claim(lease, 10, LEASE)).extracting(ClaimedIntent::id).containsExactly(intent);
    }

    @Test
    void theDatabaseRefusesAnAttemptOfAnIntentThatDoesNotExist() {
        List<UUID> intents = payouts(1);
        claim(1);
        NewAttempt attempt = attempt(List.of(intents.get(0), Ids.newId()), 1);

        assertThatThrownBy(() -> store.store(lease, List.of(attempt)))
                .hasMessageContaining("an attempt carries intents that exist");
        assertThat(number("select count(*) from settlement_attempt")).isZero();
    }

    private List<UUID> payouts(int count) {
        return payouts(Holders.DAY, count);
    }

    private List<UUID> payouts(LocalDate day, int count) {
        List<Holder> holders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            holders.add(database.inTransaction(Holders::aHolder));
        }
        database.runInTransaction(em -> {
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(count)) {
                byte[] key = wallet.id().toString().substring(4).getBytes(StandardCharsets.US_ASCII);
                wallets.recordAddress(wallet.id(), PublicKey.of(key));
            }
        });
        database.runInTransaction(em -> Holders.pay(em, day, TokenAmount.ofPeer(1), holders.toArray(Holder[]::new)));
        return ids("select id from settlement_intent where batch_key = '" + day + "' order by position");
    }

    private void claim(int expected) {
        assertThat(store.claim(lease, expected, LEASE)).hasSize(expected);
    }

    private void record(NewAttempt attempt, AttemptFact fact) {
        assertThat(store.record(List.of(new Observation(attempt.id(), fact, Duration.ZERO))))
                .containsExactly(attempt.id());
    }

    private static NewAttempt attempt(List<UUID> intentIds, int number) {
        UUID id = Ids.newId();
        byte[] signature = new byte[TransactionSignature.LENGTH_BYTES];
        byte[] name = id.toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, signature, 0, name.length);
        return new NewAttempt(
                id,
                "P1 " + id.toString().substring(10) + " " + number,
                TransactionSignature.of(signature),
                new SignedBytes(signature),
                "11111111111111111111111111111111",
                150,
                1,
                1_000,
                0,
                intentIds);
    }

    private List<String> steps(String subject, UUID intentId) {
        return new SettlementStory(database.entityManager())
                .history(intentId).stream()
                        .filter(step -> step.subject().equals(subject))
                        .filter(step ->
                                !subject.equals("INTENT") || step.subjectId().equals(intentId))
                        .map(Step::to)
                        .toList();
    }

    private List<UUID> queue() {
        return ids("select intent_id from settlement_ready order by work, position");
    }

    private List<UUID> ids(String query) {
        return database.inTransaction(em -> Rows.list(em.createNativeQuery(query)).stream()
                .map(row -> row.uuid(0))
                .toList());
    }

    private void update(String statement) {
        database.runInTransaction(em -> em.createNativeQuery(statement).executeUpdate());
    }

    private long number(String query) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(query)).longAt(0));
    }
}
