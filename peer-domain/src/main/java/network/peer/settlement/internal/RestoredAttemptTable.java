package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentState;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.internal.Reading.Matched;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/** Attempts that come back from the chain: they begin as SIGNED and end at once, step by legal step. */
final class RestoredAttemptTable {
    private final EntityManager entities;

    RestoredAttemptTable(EntityManager entities) {
        this.entities = entities;
    }

    boolean isKnown(TransactionSignature signature) {
        return !Rows.list(entities.createNativeQuery("select 1 from settlement_attempt where signature = ?1")
                        .setParameter(1, signature.base58()))
                .isEmpty();
    }

    Optional<String> otherWithMemo(String memo) {
        return Rows.list(entities.createNativeQuery("select id from settlement_attempt where memo = ?1")
                        .setParameter(1, memo))
                .stream()
                .map(row -> row.text(0))
                .findFirst();
    }

    Map<UUID, IntentState> lockIntents(Collection<UUID> ids) {
        return states(Rows.list(entities.createNativeQuery("select id, state from settlement_intent"
                        + " where id = any (cast(?1 as uuid[])) order by position for update")
                .setParameter(1, Rows.array(ids))));
    }

    Map<UUID, IntentState> lockIntentsOf(UUID ledgerTransactionId) {
        return states(Rows.list(entities.createNativeQuery("select id, state from settlement_intent"
                        + " where ledger_transaction_id = ?1 order by position for update")
                .setParameter(1, ledgerTransactionId)));
    }

    /** The NET of a window, if the window is known. */
    Map<UUID, IntentState> lockNetOf(UUID windowId) {
        return states(Rows.list(entities.createNativeQuery("select i.id, i.state from settlement_net_window w"
                        + " join settlement_intent i on i.id = w.net_intent_id where w.id = ?1 for update of i")
                .setParameter(1, windowId)));
    }

    private static Map<UUID, IntentState> states(List<Rows.Row> rows) {
        Map<UUID, IntentState> states = new LinkedHashMap<>();
        rows.forEach(row -> states.put(row.uuid(0), IntentState.valueOf(row.text(1))));
        return states;
    }

    /** What the books owe for an intent, in the words of the chain. */
    List<MovedLeg> legs(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select l.instruction, f.address, t.address, l.amount_base_units"
                                + " from settlement_leg l left join wallet f on f.id = l.from_wallet_id"
                                + " left join wallet t on t.id = l.to_wallet_id"
                                + " where l.intent_id = ?1 order by l.ordinal")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> new MovedLeg(
                        Instruction.valueOf(row.text(0)),
                        Optional.ofNullable(row.textOrNull(1)).map(PublicKey::new),
                        Optional.ofNullable(row.textOrNull(2)).map(PublicKey::new),
                        new TokenAmount(row.longAt(3))))
                .toList();
    }

    /** @return how many intents are settled by it */
    int write(LandedAttempt attempt, List<Matched> matched) {
        UUID id = Ids.newId();
        insert(id, attempt);
        keepBatchNumbersAhead(attempt);
        List<UUID> paid = paid(attempt, matched, RestoredAttemptTable::isOwed);
        claim(attempt, paid);
        link(id, attempt, matched);
        countAttempts(matched);
        putIntoAttempt(paid);
        entities.createNativeQuery("update settlement_attempt set state = ?2, landed_slot = ?3, problem = ?4,"
                        + " closed_at = clock_timestamp() where id = ?1")
                .setParameter(1, id)
                .setParameter(2, (attempt.hasFailed() ? AttemptState.REJECTED : AttemptState.FINALIZED).name())
                .setParameter(3, attempt.landedSlot())
                .setParameter(4, attempt.error())
                .executeUpdate();
        return settle(paid) + settle(paid(attempt, matched, state -> state == IntentState.PARKED));
    }

    private static List<UUID> paid(LandedAttempt attempt, List<Matched> matched, Predicate<IntentState> among) {
        return matched.stream()
                .filter(one -> !attempt.hasFailed() && among.test(one.state()))
                .map(Matched::intentId)
                .toList();
    }

    private int settle(List<UUID> intentIds) {
        return entities.createNativeQuery("update settlement_intent set state = 'SETTLED',"
                        + " settled_at = clock_timestamp(), last_problem = null where id = any (cast(?1 as uuid[]))")
                .setParameter(1, Rows.array(intentIds))
                .executeUpdate();
    }

    private static boolean isOwed(IntentState state) {
        return state == IntentState.RECORDED || state == IntentState.CLAIMED;
    }

    /**
     * Its last valid block height is not on chain; the slot in which it landed is never below the height at that slot, and
     * a closed attempt is not asked for more.
     */
    private void insert(UUID id, LandedAttempt attempt) {
        entities.createNativeQuery("insert into settlement_attempt (id, lane, fence, memo, signature,"
                        + " transaction_bytes, blockhash, last_valid_block_height, signed_at_slot, compute_unit_limit,"
                        + " priority_fee_micro_lamports)"
                        + " select ?1, l.name, l.fence, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9 from settlement_lane l"
                        + " where l.work = ?2 order by l.name limit 1")
                .setParameter(1, id)
                .setParameter(2, attempt.work().code())
                .setParameter(3, attempt.memo())
                .setParameter(4, attempt.signature().base58())
                .setParameter(5, attempt.bytes().toArray())
                .setParameter(6, attempt.blockhash())
                .setParameter(7, attempt.landedSlot())
                .setParameter(8, attempt.computeUnitLimit())
                .setParameter(9, attempt.priorityFeeMicroLamports())
                .executeUpdate();
    }

    /** Another batch must never get a memo that is on chain already. */
    private void keepBatchNumbersAhead(LandedAttempt attempt) {
        for (Movement movement : attempt.movements()) {
            if (movement.isPayouts()) {
                entities.createNativeQuery("insert into settlement_batch as b (batch_key, last_number)"
                                + " values (?1, ?2) on conflict (batch_key)"
                                + " do update set last_number = greatest(b.last_number, excluded.last_number)")
                        .setParameter(1, movement.batchKey())
                        .setParameter(2, movement.batchNumber())
                        .executeUpdate();
            }
        }
    }

    private void claim(LandedAttempt attempt, List<UUID> intentIds) {
        entities.createNativeQuery("update settlement_intent i set state = 'CLAIMED', claim_lane = l.name,"
                        + " claim_fence = l.fence, claim_until = clock_timestamp()"
                        + " from (select name, fence from settlement_lane where work = ?2 order by name limit 1) l"
                        + " where i.id = any (cast(?1 as uuid[])) and i.state = 'RECORDED'")
                .setParameter(1, Rows.array(intentIds))
                .setParameter(2, attempt.work().code())
                .executeUpdate();
    }

    /** Open for what it pays, what is parked too: only an open attempt that is final settles an intent. */
    private void link(UUID id, LandedAttempt attempt, List<Matched> matched) {
        for (boolean open : new boolean[] {true, false}) {
            List<UUID> ids = matched.stream()
                    .filter(one -> open == isOpen(attempt, one))
                    .map(Matched::intentId)
                    .toList();
            entities.createNativeQuery("insert into settlement_attempt_intent (attempt_id, intent_id, open)"
                            + " select ?1, unnest(cast(?2 as uuid[])), ?3")
                    .setParameter(1, id)
                    .setParameter(2, Rows.array(ids))
                    .setParameter(3, open)
                    .executeUpdate();
        }
    }

    private static boolean isOpen(LandedAttempt attempt, Matched matched) {
        return !attempt.hasFailed() && (isOwed(matched.state()) || matched.state() == IntentState.PARKED);
    }

    /** The next attempt's memo must be a new one. */
    private void countAttempts(List<Matched> matched) {
        Map<Integer, List<UUID>> byNumber = new LinkedHashMap<>();
        matched.forEach(one -> byNumber.computeIfAbsent(one.attemptNumber(), number -> new ArrayList<>())
                .add(one.intentId()));
        byNumber.forEach((number, ids) -> entities.createNativeQuery("update settlement_intent set attempts = ?2"
                        + " where id = any (cast(?1 as uuid[])) and attempts < ?2")
                .setParameter(1, Rows.array(ids))
                .setParameter(2, number)
                .executeUpdate());
    }

    private void putIntoAttempt(List<UUID> intentIds) {
        int held = entities.createNativeQuery(
                        "update settlement_intent set state = 'IN_ATTEMPT', claim_id = null, claim_lane = null,"
                                + " claim_fence = null, claim_until = null"
                                + " where id = any (cast(?1 as uuid[])) and state = 'CLAIMED'")
                .setParameter(1, Rows.array(intentIds))
                .executeUpdate();
        if (held != intentIds.size()) {
            throw new IllegalStateException(
                    "of intents " + intentIds.stream().map(UUID::toString).collect(Collectors.joining(" ")) + " only "
                            + held + " were owed");
        }
    }
}
