package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.SignedBytes;
import network.peer.token.TransactionSignature;

/** The signed transactions and what was seen of each; the schema's triggers check every step once more. */
public final class AttemptTable {
    private final EntityManager entities;

    public AttemptTable(EntityManager entities) {
        this.entities = entities;
    }

    public void insert(LaneLease lease, NewAttempt attempt) {
        entities.createNativeQuery("insert into settlement_attempt (id, lane, fence, memo, signature,"
                        + " transaction_bytes, blockhash, last_valid_block_height, signed_at_slot, compute_unit_limit,"
                        + " priority_fee_micro_lamports) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
                .setParameter(1, attempt.id())
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .setParameter(4, attempt.memo())
                .setParameter(5, attempt.signature().base58())
                .setParameter(6, attempt.bytes().toArray())
                .setParameter(7, attempt.blockhash())
                .setParameter(8, attempt.lastValidBlockHeight())
                .setParameter(9, attempt.signedAtSlot())
                .setParameter(10, attempt.computeUnitLimit())
                .setParameter(11, attempt.priorityFeeMicroLamports())
                .executeUpdate();
        String intentIds = Rows.array(attempt.intentIds());
        entities.createNativeQuery("insert into settlement_attempt_intent (attempt_id, intent_id)"
                        + " select ?1, unnest(cast(?2 as uuid[]))")
                .setParameter(1, attempt.id())
                .setParameter(2, intentIds)
                .executeUpdate();
        // Locked by id first: a plan that begins with all that is claimed would read it again for each attempt.
        int held = entities.createNativeQuery("with held as materialized (select id, state, claim_lane, claim_fence"
                        + "  from settlement_intent where id = any (cast(?1 as uuid[])) for no key update)"
                        + " update settlement_intent i set state = 'IN_ATTEMPT',"
                        + " attempts = attempts + 1, claim_lane = null, claim_fence = null, claim_until = null"
                        + " from held where i.id = held.id and held.state = 'CLAIMED' and held.claim_lane = ?2"
                        + " and held.claim_fence = ?3 and " + IntentTable.KIND_NOT_PAUSED)
                .setParameter(1, intentIds)
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .executeUpdate();
        if (held != attempt.intentIds().size()) {
            throw new FencedOffException("of " + attempt.intentIds().size() + " intents only " + held
                    + " are still held under fence " + lease.fence() + " of lane "
                    + lease.lane().name());
        }
    }

    public Set<UUID> stored(Collection<UUID> attemptIds) {
        return Rows.list(entities.createNativeQuery(
                                "select id from settlement_attempt where id = any (cast(?1 as uuid[]))")
                        .setParameter(1, Rows.array(attemptIds)))
                .stream()
                .map(row -> row.uuid(0))
                .collect(Collectors.toSet());
    }

    public long newestFinalizedSlot() {
        return Rows.single(entities.createNativeQuery(
                        "select coalesce(max(landed_slot), 0) from settlement_attempt where state = 'FINALIZED'"))
                .longAt(0);
    }

    public List<LiveAttempt> live(Optional<UUID> after, int limit) {
        return Rows.list(entities.createNativeQuery("select id, state, signature, transaction_bytes,"
                                + " last_valid_block_height, signed_at_slot from settlement_attempt"
                                + " where state in ('SIGNED', 'SUBMITTED', 'UNKNOWN', 'CONFIRMED')"
                                + " and (cast(?1 as uuid) is null or id > cast(?1 as uuid)) order by id limit " + limit)
                        .setParameter(1, Rows.text(after.orElse(null))))
                .stream()
                .map(row -> new LiveAttempt(
                        row.uuid(0),
                        AttemptState.valueOf(row.text(1)),
                        new TransactionSignature(row.text(2)),
                        new SignedBytes(row.bytes(3)),
                        row.longAt(4),
                        row.longAt(5)))
                .toList();
    }

    /** @return whether the state changed */
    public boolean record(Observation observation) {
        UUID id = observation.attemptId();
        AttemptFact fact = observation.fact();
        AttemptState state = AttemptState.valueOf(
                Rows.single(entities.createNativeQuery("select state from settlement_attempt where id = ?1 for update")
                                .setParameter(1, id))
                        .text(0));
        if (!state.canBecome(fact.state())) {
            return false;
        }
        entities.createNativeQuery("update settlement_attempt set state = ?2, landed_slot = cast(?3 as bigint),"
                        + " problem = ?4, absence_proof = cast(?5 as jsonb),"
                        + " closed_at = case when ?6 then clock_timestamp() end where id = ?1")
                .setParameter(1, id)
                .setParameter(2, fact.state().name())
                .setParameter(3, Rows.text(fact.landedSlot()))
                .setParameter(4, fact.problem())
                .setParameter(5, fact.absenceProof())
                .setParameter(6, !fact.state().isLive())
                .executeUpdate();
        if (fact.state() == AttemptState.FINALIZED) {
            settle(id);
        } else if (!fact.state().isOpen()) {
            makeReady(id, "attempt " + id + " " + fact.state(), observation.pause());
        }
        return true;
    }

    private void settle(UUID attemptId) {
        entities.createNativeQuery("update settlement_intent set state = 'SETTLED', settled_at = clock_timestamp(),"
                        + " last_problem = null where state = 'IN_ATTEMPT'"
                        + " and id in (select intent_id from settlement_attempt_intent where attempt_id = ?1)")
                .setParameter(1, attemptId)
                .executeUpdate();
    }

    private void makeReady(UUID attemptId, String problem, Duration pause) {
        entities.createNativeQuery("update settlement_intent set state = 'RECORDED', last_problem = ?2,"
                        + " not_before = clock_timestamp() + make_interval(secs => cast(?3 as numeric) / 1000)"
                        + " where state = 'IN_ATTEMPT'"
                        + " and id in (select intent_id from settlement_attempt_intent where attempt_id = ?1)")
                .setParameter(1, attemptId)
                .setParameter(2, problem)
                .setParameter(3, pause.toMillis())
                .executeUpdate();
    }
}
