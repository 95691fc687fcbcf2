package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.operations.AuditLog;
import network.peer.settlement.Decision.Action;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlementControlIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TokenAmount PAY = TokenAmount.ofPeer(7);

    private TestDatabase database;
    private SettlementStore store;
    private UUID operator;
    private UUID colleague;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
        store = EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
        operator = database.inTransaction(em -> Holders.aHolder(em).userId());
        colleague = database.inTransaction(em -> Holders.aHolder(em).userId());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsSignedInAPausedScopeUntilItIsResumed() {
        LaneLease lease = store.lease("mint", "node", Duration.ofMinutes(1)).orElseThrow();
        payout();

        run(control -> control.pause(operator, PauseScope.kind(IntentKind.MINT), "looking"));
        assertThat(store.claim(lease, 10, Duration.ofMinutes(1))).isEmpty();
        run(control -> control.resume(operator, PauseScope.kind(IntentKind.MINT), "looked"));
        run(control -> control.pause(operator, PauseScope.lane("mint"), "looking"));
        assertThatThrownBy(() -> store.claim(lease, 10, Duration.ofMinutes(1))).isInstanceOf(FencedOffException.class);
        assertThat(store.lease("mint-2", "node", Duration.ofMinutes(1))).isPresent();
        run(control -> control.pause(operator, PauseScope.ALL, "looking"));
        assertThat(store.lease("mint-2", "node", Duration.ofMinutes(1))).isEmpty();
        run(control -> control.resume(operator, PauseScope.ALL, "looked"));
        run(control -> control.resume(operator, PauseScope.lane("mint"), "looked"));

        assertThat(store.claim(lease, 10, Duration.ofMinutes(1))).hasSize(1);
        assertThat(audited())
                .containsExactly(
                        "pause-settlement KIND:MINT looking",
                        "resume-settlement KIND:MINT looked",
                        "pause-settlement LANE:mint looking",
                        "pause-settlement ALL looking",
                        "resume-settlement ALL looked",
                        "resume-settlement LANE:mint looked");
    }

    @Test
    void whatPausesItselfIsAuditedOnce() {
        RecoveryStore recovery =
                EachCall.inItsOwnTransaction(database, RecoveryStore.class, PostgresRecoveryStore::withoutContainer);

        store.pause(PauseScope.ALL, "PEER-SET-007: chain and books differ");
        store.pause(PauseScope.ALL, "PEER-SET-013: they still do");
        recovery.require("PEER-SET-011: lost");
        recovery.require("PEER-SET-011: lost more");

        assertThat(audited())
                .containsExactly(
                        "pause-settlement ALL PEER-SET-007: chain and books differ",
                        "pause-settlement RECOVERY PEER-SET-011: lost");
        List<String> byPeople = database.inTransaction(em ->
                Rows.list(em.createNativeQuery("select subject from audit_log where actor_id is not null")).stream()
                        .map(row -> row.text(0))
                        .toList());
        assertThat(byPeople).isEmpty();
    }

    @Test
    void recoveryIsResumedByTwoAfterARebuildAndByNobodyBefore() {
        RecoveryStore recovery =
                EachCall.inItsOwnTransaction(database, RecoveryStore.class, PostgresRecoveryStore::withoutContainer);
        run(control -> control.resume(operator, PauseScope.RECOVERY, "not paused"));
        recovery.require("PEER-SET-011: lost");
        refused(ErrorCode.CONFLICT, () -> run(control -> control.resume(operator, PauseScope.RECOVERY, "hasty")));
        recovery.placed();

        run(control -> control.resume(operator, PauseScope.RECOVERY, "understood"));
        refused(ErrorCode.FORBIDDEN, () -> run(control -> control.resume(operator, PauseScope.RECOVERY, "again")));
        assertThat(store.lease("mint", "node", Duration.ofMinutes(1))).isEmpty();
        recovery.require("PEER-SET-011: lost more");
        refused(ErrorCode.CONFLICT, () -> run(control -> control.resume(colleague, PauseScope.RECOVERY, "too late")));
        recovery.placed();
        run(control -> control.resume(operator, PauseScope.RECOVERY, "understood"));
        run(control -> control.resume(colleague, PauseScope.RECOVERY, "so have I"));

        assertThat(store.lease("mint", "node", Duration.ofMinutes(1))).isPresent();
        assertThat(audited())
                .endsWith("request-resume-settlement RECOVERY understood", "resume-settlement RECOVERY so have I");
    }

    @Test
    void aLaneThatDoesNotExistCannotBePaused() {
        refused(ErrorCode.NOT_FOUND, () -> run(control -> control.pause(operator, PauseScope.lane("mnit"), "typo")));
        refused(ErrorCode.BAD_INPUT, () -> run(control -> control.pause(operator, PauseScope.ALL, " ")));
    }

    @Test
    void aParkedIntentIsRetriedWhenASecondOperatorApproves() {
        UUID parked = park(payout());

        Decision decision = get(control -> control.request(operator, parked, Action.RETRY, "thawed"));
        refused(ErrorCode.FORBIDDEN, () -> get(control -> control.approve(operator, decision.id())));
        assertThat(state(parked)).isEqualTo("PARKED");
        Decision done = get(control -> control.approve(colleague, decision.id()));

        assertThat(done.executedAt()).isNotNull();
        assertThat(state(parked)).isEqualTo("RECORDED");
    }

    @Test
    void aLostAnswerIsGivenAgainToWhoApprovedAndToNobodyElse() {
        UUID parked = park(payout());
        Decision decision = get(control -> control.request(operator, parked, Action.VOID, "account is gone"));
        Decision done = get(control -> control.approve(colleague, decision.id()));
        long pool = pool();
        UUID third = database.inTransaction(em -> Holders.aHolder(em).userId());

        Decision again = get(control -> control.approve(colleague, decision.id()));

        assertThat(done.replayed()).isFalse();
        assertThat(again).isEqualTo(done.again());
        assertThat(pool()).isEqualTo(pool);
        assertThat(audited()).filteredOn(entry -> entry.startsWith("approve-")).hasSize(1);
        refused(ErrorCode.CONFLICT, () -> get(control -> control.approve(third, decision.id())));
        refused(ErrorCode.CONFLICT, () -> get(control -> control.approve(operator, decision.id())));
    }

    @Test
    void voidingAPayoutReversesExactlyThatPayout() {
        List<Holder> holders = database.inTransaction(em -> List.of(Holders.aHolder(em), Holders.aHolder(em)));
        addresses();
        database.runInTransaction(em -> Holders.pay(em, PAY, holders.toArray(Holder[]::new)));
        UUID parked = park(intentOf(holders.get(0)));
        long pool = pool();

        Decision decision = get(control -> control.request(operator, parked, Action.VOID, "account is gone"));
        get(control -> control.approve(colleague, decision.id()));

        assertThat(state(parked)).isEqualTo("VOIDED");
        assertThat(balance(holders.get(0))).isEqualTo(TokenAmount.ZERO);
        assertThat(balance(holders.get(1))).isEqualTo(PAY);
        assertThat(pool()).isEqualTo(pool + PAY.baseUnits());
        assertThat(count("select count(*) from settlement_intent"))
                .as("no movement on chain for it")
                .isEqualTo(2);
    }

    @Test
    void onlyWhatIsParkedCanBeDecidedAboutAndOnlyOnceAtATime() {
        UUID recorded = payout();
        refused(ErrorCode.CONFLICT, () -> get(control -> control.request(operator, recorded, Action.VOID, "no")));
        UUID parked = park(recorded);

        get(control -> control.request(operator, parked, Action.RETRY, "one"));

        refused(ErrorCode.CONFLICT, () -> get(control -> control.request(colleague, parked, Action.VOID, "two")));
        refused(ErrorCode.NOT_FOUND, () -> get(control -> control.approve(operator, UUID.randomUUID())));
    }

    @Test
    void theDatabaseRefusesToMoveAParkedIntentWithoutADecision() {
        UUID parked = park(payout());

        assertThatThrownBy(() -> database.runInTransaction(
                        em -> em.createNativeQuery("update settlement_intent set state = 'RECORDED' where id = ?1")
                                .setParameter(1, parked)
                                .executeUpdate()))
                .hasMessageContaining("needs an approved decision");
    }

    @Test
    void onlyAFinalAttemptSettlesAParkedIntentWithoutADecision() {
        UUID parked = park(payout());

        assertNotSettled(parked);
        UUID attempt = attemptOf(parked);
        assertNotSettled(parked);
        step(attempt, "state = 'CONFIRMED', landed_slot = 7");
        assertNotSettled(parked);
        step(attempt, "state = 'FINALIZED', closed_at = clock_timestamp()");
        refused(ErrorCode.CONFLICT, () -> get(control -> control.request(operator, parked, Action.RETRY, "paid?")));
        settle(parked);

        assertThat(state(parked)).isEqualTo("SETTLED");
        assertThat(count("select count(*) from settlement_open_leg")).isZero();
        assertThat(new SettlementStory(database.entityManager())
                        .history(parked).stream().map(SettlementStory.Step::to))
                .containsExactly("RECORDED", "CLAIMED", "PARKED", "SIGNED", "CONFIRMED", "FINALIZED", "SETTLED");
    }

    @Test
    void anAttemptThatFailedOnChainSettlesNothing() {
        UUID parked = park(payout());
        UUID attempt = attemptOf(parked);

        step(attempt, "state = 'SUBMITTED'");
        step(attempt, "state = 'REJECTED', landed_slot = 7, problem = 'failed', closed_at = clock_timestamp()");

        assertNotSettled(parked);
    }

    @Test
    void aDecisionToRetryDoesNotSettle() {
        UUID parked = park(payout());
        Decision decision = get(control -> control.request(operator, parked, Action.RETRY, "thawed"));

        assertThatThrownBy(() -> database.runInTransaction(em -> {
                    em.createNativeQuery("update settlement_decision set approved_by = ?2,"
                                    + " approved_at = clock_timestamp() where id = ?1")
                            .setParameter(1, decision.id())
                            .setParameter(2, colleague)
                            .executeUpdate();
                    settle(em, parked);
                }))
                .hasMessageContaining("no finalized attempt");
    }

    @Test
    void aDecisionAboutWhatTheChainHasSettledIsRefused() {
        UUID parked = park(payout());
        Decision decision = get(control -> control.request(operator, parked, Action.VOID, "account is gone"));
        UUID attempt = attemptOf(parked);
        step(attempt, "state = 'FINALIZED', landed_slot = 7, closed_at = clock_timestamp()");
        settle(parked);
        long pool = pool();

        refused(ErrorCode.CONFLICT, () -> get(control -> control.approve(colleague, decision.id())));

        assertThat(pool()).isEqualTo(pool);
    }

    private void assertNotSettled(UUID parked) {
        assertThatThrownBy(() -> settle(parked)).hasMessageContaining("no finalized attempt");
        assertThat(state(parked)).isEqualTo("PARKED");
    }

    private void settle(UUID intentId) {
        database.runInTransaction(em -> settle(em, intentId));
    }

    private static void settle(EntityManager em, UUID intentId) {
        em.createNativeQuery(
                        "update settlement_intent set state = 'SETTLED', settled_at = clock_timestamp() where id = ?1")
                .setParameter(1, intentId)
                .executeUpdate();
    }

    /** As a rebuild finds it on chain: signed for an intent that the books have as parked. */
    private UUID attemptOf(UUID intentId) {
        UUID id = Ids.newId();
        database.runInTransaction(em -> {
            em.createNativeQuery("insert into settlement_attempt (id, lane, fence, memo, signature, transaction_bytes,"
                            + " blockhash, last_valid_block_height, signed_at_slot, compute_unit_limit,"
                            + " priority_fee_micro_lamports) values (?1, 'mint', 1, 'P1 M 2026-11-22 1 1',"
                            + " cast(?1 as text), '', 'hash', 150, 1, 1000, 0)")
                    .setParameter(1, id)
                    .executeUpdate();
            em.createNativeQuery("insert into settlement_attempt_intent (attempt_id, intent_id, open)"
                            + " values (?1, ?2, true)")
                    .setParameter(1, id)
                    .setParameter(2, intentId)
                    .executeUpdate();
        });
        return id;
    }

    private void step(UUID attemptId, String change) {
        database.runInTransaction(
                em -> em.createNativeQuery("update settlement_attempt set " + change + " where id = ?1")
                        .setParameter(1, attemptId)
                        .executeUpdate());
    }

    @Test
    void theStoryTellsEveryStepAndNote() {
        UUID parked = park(payout());
        run(control -> control.annotate(operator, parked, "asked the provider"));

        SettlementStory story = new SettlementStory(database.entityManager());
        assertThat(story.history(parked).stream().map(SettlementStory.Step::to))
                .containsExactly("RECORDED", "CLAIMED", "PARKED");
        assertThat(story.notes(parked)).singleElement().satisfies(note -> assertThat(note.note())
                .isEqualTo("asked the provider"));
        assertThat(story.legs(parked)).hasSize(1);
        assertThat(story.pipeline()).singleElement().satisfies(stage -> assertThat(stage.state())
                .isEqualTo(IntentState.PARKED));
    }

    private UUID payout() {
        Holder holder = database.inTransaction(Holders::aHolder);
        addresses();
        database.runInTransaction(em -> Holders.pay(em, PAY, holder));
        return intentOf(holder);
    }

    private UUID park(UUID intentId) {
        LaneLease lease = store.lease("mint", "node", Duration.ofMinutes(1)).orElseThrow();
        List<ClaimedIntent> claimed = store.claim(lease, 10, Duration.ofMinutes(1));
        store.park(lease, intentId, "{\"Custom\":17}");
        store.release(
                lease,
                claimed.stream()
                        .map(ClaimedIntent::id)
                        .filter(id -> !id.equals(intentId))
                        .toList(),
                Duration.ZERO,
                "test");
        return intentId;
    }

    private UUID intentOf(Holder holder) {
        return database.inTransaction(em -> Rows.single(em.createNativeQuery(
                                "select id from settlement_intent where business_key like '%:' || cast(?1 as text)")
                        .setParameter(1, holder.userId().toString()))
                .uuid(0));
    }

    private void addresses() {
        database.runInTransaction(em -> {
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(100)) {
                byte[] key = new byte[PublicKey.LENGTH_BYTES];
                System.arraycopy(
                        wallet.id().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII), 4, key, 0, 32);
                wallets.recordAddress(wallet.id(), PublicKey.of(key));
            }
        });
    }

    private String state(UUID intentId) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select state from settlement_intent where id = ?1")
                                .setParameter(1, intentId))
                        .text(0));
    }

    private TokenAmount balance(Holder holder) {
        return database.inTransaction(
                em -> Holders.ledger(em).balance(holder.account()).available());
    }

    private long pool() {
        return database.inTransaction(em -> Holders.ledger(em).signedBaseUnits(SystemAccount.REWARD_POOL));
    }

    private long count(String query) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(query)).longAt(0));
    }

    private List<String> audited() {
        return database.inTransaction(em -> Rows.list(em.createNativeQuery(
                        "select action || ' ' || subject || ' ' || details from audit_log order by id"))
                .stream()
                .map(row -> row.text(0))
                .toList());
    }

    private void run(java.util.function.Consumer<SettlementControl> deed) {
        database.runInTransaction(em -> deed.accept(control(em)));
    }

    private <T> T get(Function<SettlementControl, T> deed) {
        return database.inTransaction(em -> deed.apply(control(em)));
    }

    private static SettlementControl control(EntityManager entities) {
        return new SettlementControl(
                entities, Holders.ledger(entities), new AuditLog(entities), new BusinessClock(entities, CLOCK));
    }

    private static void refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }
}
