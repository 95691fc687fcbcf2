package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.operations.AuditLog;
import network.peer.settlement.Decision.Action;
import network.peer.settlement.internal.DecisionTable;
import network.peer.settlement.internal.RecoveryPause;
import network.peer.settlement.internal.RecoveryPause.Progress;
import network.peer.time.BusinessClock;

/** What operators may do to settlement, each deed audited: pause, resume, decide about parked intents, annotate. */
@ApplicationScoped
public class SettlementControl {
    private static final int LONGEST_TEXT = 1000;

    private final EntityManager entities;
    private final DecisionTable decisions;
    private final RecoveryPause recovery;
    private final Ledger ledger;
    private final AuditLog audit;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected SettlementControl() {
        this(null, null, null, null);
    }

    @Inject
    public SettlementControl(EntityManager entities, Ledger ledger, AuditLog audit, BusinessClock clock) {
        this.entities = entities;
        this.decisions = new DecisionTable(entities);
        this.recovery = new RecoveryPause(entities);
        this.ledger = ledger;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Stops signing in the scope; what is signed is followed all the same. Pausing what is paused keeps the first reason.
     *
     * @throws BusinessException BAD_INPUT without a reason; NOT_FOUND for a lane that does not exist
     */
    @Transactional
    public void pause(UUID operatorId, PauseScope scope, String reason) {
        requireText("reason", reason);
        requireLane(scope);
        int added = entities.createNativeQuery("insert into settlement_pause (scope, reason, paused_by)"
                        + " values (?1, ?2, ?3) on conflict (scope) do nothing")
                .setParameter(1, scope.code())
                .setParameter(2, reason)
                .setParameter(3, operatorId)
                .executeUpdate();
        if (added == 1) {
            audit.record(operatorId, "pause-settlement", scope.code(), reason);
        }
    }

    /**
     * Lets the scope go on; resuming what is not paused changes nothing. RECOVERY goes on when a second operator resumes it,
     * and not before a rebuild has placed all that the chain has: what was lost would be paid a second time.
     *
     * @throws BusinessException BAD_INPUT without a reason; of RECOVERY, CONFLICT before the rebuild and FORBIDDEN for the
     *     operator who has asked already
     */
    @Transactional
    public void resume(UUID operatorId, PauseScope scope, String reason) {
        requireText("reason", reason);
        if (scope.equals(PauseScope.RECOVERY)) {
            resumeRecovery(operatorId, reason);
            return;
        }
        int removed = entities.createNativeQuery("delete from settlement_pause where scope = ?1")
                .setParameter(1, scope.code())
                .executeUpdate();
        if (removed == 1) {
            audit.record(operatorId, "resume-settlement", scope.code(), reason);
        }
    }

    private void resumeRecovery(UUID operatorId, String reason) {
        Progress progress = recovery.lock().orElse(null);
        if (progress == null) {
            return;
        }
        if (!progress.rebuilt()) {
            throw new BusinessException(
                    ErrorCode.CONFLICT,
                    "the database has lost commits, and rebuild-from-chain has not placed all of them: see PEER-SET-011");
        }
        UUID requestedBy = progress.resumeRequestedBy().orElse(null);
        if (requestedBy == null) {
            recovery.requestResume(operatorId);
            audit.record(operatorId, "request-resume-settlement", PauseScope.RECOVERY.code(), reason);
        } else if (requestedBy.equals(operatorId)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "another operator must resume as well: see PEER-SET-011");
        } else {
            recovery.approveResume(operatorId);
            audit.record(operatorId, "resume-settlement", PauseScope.RECOVERY.code(), reason);
        }
    }

    /**
     * Proposes what is to become of a parked intent; nothing happens until another operator approves.
     *
     * @throws BusinessException BAD_INPUT without a reason; NOT_FOUND; CONFLICT if the intent is not parked, an attempt of
     *     it may still land, a decision waits already, or a migration is to be voided: its user is on chain
     */
    @Transactional
    public Decision request(UUID operatorId, UUID intentId, Action action, String reason) {
        requireText("reason", reason);
        requireParked(intentId);
        if (action == Action.VOID) {
            requireVoidable(intentId);
        }
        if (!decisions.insert(intentId, action, reason, operatorId)) {
            throw new BusinessException(ErrorCode.CONFLICT, "a decision about this settlement waits for approval");
        }
        audit.record(operatorId, "request-" + action.code() + "-settlement", intentId.toString(), reason);
        return decisions.ofIntents(List.of(intentId)).get(0);
    }

    /**
     * Approves and does what another operator proposed: RETRY makes the intent ready again, VOID reverses its movement on
     * the books; of a NET, the movements of all its members, or none. Who approved it already, and perhaps never got the
     * answer, gets it again.
     *
     * @throws BusinessException NOT_FOUND; FORBIDDEN for one's own proposal; CONFLICT if somebody else approved it before or
     *     the intent is not as it was; INSUFFICIENT_BALANCE if what was received is spent
     */
    @Transactional
    public Decision approve(UUID operatorId, UUID decisionId) {
        Decision decision = decisions
                .lock(decisionId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no decision " + decisionId));
        if (decision.executedAt() != null && operatorId.equals(decision.approvedBy())) {
            return decision.again();
        }
        if (decision.executedAt() != null) {
            throw new BusinessException(ErrorCode.CONFLICT, "this decision was carried out before");
        }
        if (decision.requestedBy().equals(operatorId)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "another operator must approve");
        }
        requireParked(decision.intentId());
        decisions.approve(decisionId, operatorId);
        switch (decision.action()) {
            case RETRY -> makeReady(decision.intentId());
            case VOID -> voidAndReverse(decision.intentId());
        }
        audit.record(
                operatorId,
                "approve-" + decision.action().code() + "-settlement",
                decision.intentId().toString(),
                decision.reason());
        return decisions.lock(decisionId).orElseThrow();
    }

    /** @throws BusinessException BAD_INPUT for an empty or too long note; NOT_FOUND */
    @Transactional
    public void annotate(UUID operatorId, UUID intentId, String note) {
        requireText("note", note);
        if (decisions.state(intentId).isEmpty()) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no settlement " + intentId);
        }
        decisions.insertNote(intentId, note, operatorId);
        audit.record(operatorId, "annotate-settlement", intentId.toString(), note);
    }

    private void makeReady(UUID intentId) {
        requireStillParked(entities.createNativeQuery(
                        "update settlement_intent set state = 'RECORDED', not_before = clock_timestamp()"
                                + " where id = ?1 and state = 'PARKED'")
                .setParameter(1, intentId)
                .executeUpdate());
    }

    /** The intent first: what is voided has no effect on chain, and so its reversal has none. */
    private void voidAndReverse(UUID intentId) {
        requireStillParked(entities.createNativeQuery(
                        "update settlement_intent set state = 'VOIDED' where id = ?1 and state = 'PARKED'")
                .setParameter(1, intentId)
                .executeUpdate());
        Rows.Row intent = Rows.single(
                entities.createNativeQuery("select kind, ledger_transaction_id from settlement_intent where id = ?1")
                        .setParameter(1, intentId));
        switch (IntentKind.valueOf(intent.text(0))) {
            case MINT -> ledger.reverse(intent.uuid(1), postings(intentId), reversalKey(intentId), clock.instant());
            case NET ->
                movementsOf(intentId)
                        .forEach((memberId, movement) ->
                                ledger.reverse(movement, reversalKey(memberId), clock.instant()));
            case TRANSFER, BURN, WITHDRAWAL -> ledger.reverse(intent.uuid(1), reversalKey(intentId), clock.instant());
            case MIGRATION -> throw new IllegalStateException("migration " + intentId + " cannot be voided");
        }
    }

    /** A rebuild from the chain may have settled it since it was looked at: then nothing may be reversed or paid. */
    private static void requireStillParked(int updated) {
        if (updated == 0) {
            throw new BusinessException(ErrorCode.CONFLICT, "the settlement is not PARKED any more");
        }
    }

    private static String reversalKey(UUID intentId) {
        return "void:" + intentId;
    }

    /**
     * By member, newest first; without those that were reversed within the window, and their reversals. One that was
     * reversed later is refused: its reversal is owed on chain.
     */
    private Map<UUID, UUID> movementsOf(UUID netIntentId) {
        Map<UUID, UUID> movements = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select m.id, m.ledger_transaction_id"
                        + " from settlement_net_window w join settlement_intent m on m.window_id = w.id"
                        + " join ledger_transaction t on t.id = m.ledger_transaction_id"
                        + " where w.net_intent_id = ?1 and t.kind <> 'REVERSAL' and not exists ("
                        + "  select 1 from ledger_transaction r join settlement_intent ri on ri.ledger_transaction_id = r.id"
                        + "  where r.reverses_id = t.id and ri.window_id = w.id)"
                        + " order by m.position desc")
                .setParameter(1, netIntentId))) {
            movements.put(row.uuid(0), row.uuid(1));
        }
        return movements;
    }

    private Set<UUID> postings(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select ledger_posting_id from settlement_leg where intent_id = ?1")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> row.uuid(0))
                .collect(Collectors.toSet());
    }

    private void requireParked(UUID intentId) {
        IntentState state = decisions
                .state(intentId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no settlement " + intentId));
        if (state != IntentState.PARKED) {
            throw new BusinessException(ErrorCode.CONFLICT, "the settlement is " + state + ", not PARKED");
        }
        if (decisions.hasOpenAttempt(intentId)) {
            throw new BusinessException(ErrorCode.CONFLICT, "an attempt of this settlement may still land");
        }
    }

    /** A migration moves nothing on the books, and nobody leaves the chain again. */
    private void requireVoidable(UUID intentId) {
        String kind = Rows.single(entities.createNativeQuery("select kind from settlement_intent where id = ?1")
                        .setParameter(1, intentId))
                .text(0);
        if (kind.equals(IntentKind.MIGRATION.name())) {
            throw new BusinessException(ErrorCode.CONFLICT, "a migration can be retried, not voided");
        }
    }

    private void requireLane(PauseScope scope) {
        if (scope.code().startsWith("LANE:")
                && Rows.list(entities.createNativeQuery("select 1 from settlement_lane where 'LANE:' || name = ?1")
                                .setParameter(1, scope.code()))
                        .isEmpty()) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no lane " + scope.code());
        }
    }

    private static void requireText(String field, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new InvalidInputException(field, "1 to " + LONGEST_TEXT + " characters");
        }
    }
}
