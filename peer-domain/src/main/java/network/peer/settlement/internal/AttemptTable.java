package network.peer.settlement.internal;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.EntityManager;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final JsonProvider JSON = JsonProvider.provider();

    private final EntityManager entities;

    public AttemptTable(EntityManager entities) {
        this.entities = entities;
    }

    /** All of them at once: a claim makes ten, for hundreds of intents. */
    public void insert(LaneLease lease, Collection<NewAttempt> attempts) {
        JsonArrayBuilder given = JSON.createArrayBuilder();
        attempts.forEach(attempt -> given.add(json(attempt)));
        entities.createNativeQuery("with given as materialized (select * from"
                        + " jsonb_to_recordset(cast(?1 as jsonb)) as g (id uuid, memo text, signature text, bytes text,"
                        + "  blockhash text, last_valid_block_height bigint, signed_at_slot bigint,"
                        + "  compute_unit_limit bigint, priority_fee bigint, intent_ids uuid[])),"
                        + " signed as (insert into settlement_attempt (id, lane, fence, memo, signature,"
                        + "  transaction_bytes, blockhash, last_valid_block_height, signed_at_slot, compute_unit_limit,"
                        + "  priority_fee_micro_lamports, claim_id)"
                        + "  select id, ?2, ?3, memo, signature, decode(bytes, 'base64'), blockhash,"
                        + "  last_valid_block_height, signed_at_slot, compute_unit_limit, priority_fee,"
                        + "  (select i.claim_id from settlement_intent i where i.id = intent_ids[1]) from given)"
                        + " insert into settlement_attempt_intent (attempt_id, intent_id)"
                        + " select id, unnest(intent_ids) from given")
                .setParameter(1, given.build().toString())
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .executeUpdate();
        List<UUID> carried = attempts.stream()
                .flatMap(attempt -> attempt.intentIds().stream())
                .toList();
        int held = entities.createNativeQuery("update settlement_intent i set state = 'IN_ATTEMPT',"
                        + " attempts = attempts + 1, claim_id = null, claim_lane = null, claim_fence = null, claim_until = null"
                        + " where i.id = any (cast(?1 as uuid[])) and i.state = 'CLAIMED'"
                        + " and i.claim_lane = ?2 and i.claim_fence = ?3 and " + IntentTable.KIND_NOT_PAUSED)
                .setParameter(1, Rows.array(carried))
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .executeUpdate();
        if (held != carried.size()) {
            throw new FencedOffException("of " + carried.size() + " intents only " + held
                    + " are still held under fence " + lease.fence() + " of lane "
                    + lease.lane().name());
        }
    }

    private static JsonObjectBuilder json(NewAttempt attempt) {
        JsonArrayBuilder intentIds = JSON.createArrayBuilder();
        attempt.intentIds().forEach(id -> intentIds.add(id.toString()));
        return JSON.createObjectBuilder()
                .add("id", attempt.id().toString())
                .add("memo", attempt.memo())
                .add("signature", attempt.signature().base58())
                .add("bytes", Base64.getEncoder().encodeToString(attempt.bytes().toArray()))
                .add("blockhash", attempt.blockhash())
                .add("last_valid_block_height", attempt.lastValidBlockHeight())
                .add("signed_at_slot", attempt.signedAtSlot())
                .add("compute_unit_limit", attempt.computeUnitLimit())
                .add("priority_fee", attempt.priorityFeeMicroLamports())
                .add("intent_ids", intentIds);
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

    /**
     * Locks the attempts in the order of their ids, so that two nodes that record the same never wait in a circle.
     *
     * @return those whose state changed
     */
    public Set<UUID> record(Collection<Observation> observations) {
        Map<UUID, AttemptState> states = locked(observations);
        Set<UUID> changed = new HashSet<>();
        Map<UUID, Observation> legal = new LinkedHashMap<>();
        for (Observation observation : observations) {
            UUID id = observation.attemptId();
            if (legal.containsKey(id)) {
                // Each step is an update of its own, which the schema checks and writes down.
                write(legal.values());
                legal.clear();
            }
            AttemptState state = states.get(id);
            if (state == null) {
                throw new IllegalArgumentException("no attempt " + id);
            }
            if (state.canBecome(observation.fact().state())) {
                legal.put(id, observation);
                states.put(id, observation.fact().state());
                changed.add(id);
            }
        }
        write(legal.values());
        return changed;
    }

    private Map<UUID, AttemptState> locked(Collection<Observation> observations) {
        Map<UUID, AttemptState> states = new HashMap<>();
        Set<UUID> ids = observations.stream().map(Observation::attemptId).collect(Collectors.toSet());
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select id, state from settlement_attempt"
                        + " where id = any (cast(?1 as uuid[])) order by id for update")
                .setParameter(1, Rows.array(ids)))) {
            states.put(row.uuid(0), AttemptState.valueOf(row.text(1)));
        }
        return states;
    }

    private void write(Collection<Observation> observations) {
        if (observations.isEmpty()) {
            return;
        }
        JsonArrayBuilder seen = JSON.createArrayBuilder();
        observations.forEach(observation -> seen.add(json(observation)));
        entities.createNativeQuery("update settlement_attempt a set state = s.state, landed_slot = s.landed_slot,"
                        + " problem = s.problem, absence_proof = cast(s.absence_proof as jsonb),"
                        + " closed_at = case when s.closed then clock_timestamp() end"
                        + " from jsonb_to_recordset(cast(?1 as jsonb)) as s (id uuid, state text, landed_slot bigint,"
                        + "  problem text, absence_proof text, closed boolean) where a.id = s.id")
                .setParameter(1, seen.build().toString())
                .executeUpdate();
        settle(observations.stream()
                .filter(observation -> observation.fact().state() == AttemptState.FINALIZED)
                .map(Observation::attemptId)
                .toList());
        observations.stream()
                .filter(observation -> !observation.fact().state().isOpen())
                .forEach(this::makeReady);
    }

    private static JsonObjectBuilder json(Observation observation) {
        AttemptFact fact = observation.fact();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", observation.attemptId().toString())
                .add("state", fact.state().name())
                .add("closed", !fact.state().isLive());
        if (fact.landedSlot() != null) {
            json.add("landed_slot", fact.landedSlot());
        }
        if (fact.problem() != null) {
            json.add("problem", fact.problem());
        }
        if (fact.absenceProof() != null) {
            json.add("absence_proof", fact.absenceProof());
        }
        return json;
    }

    private void settle(List<UUID> attemptIds) {
        if (attemptIds.isEmpty()) {
            return;
        }
        entities.createNativeQuery(
                        "update settlement_intent set state = 'SETTLED', settled_at = clock_timestamp(),"
                                + " last_problem = null where state = 'IN_ATTEMPT' and id = any (array("
                                + "  select intent_id from settlement_attempt_intent where attempt_id = any (cast(?1 as uuid[]))))")
                .setParameter(1, Rows.array(attemptIds))
                .executeUpdate();
    }

    private void makeReady(Observation observation) {
        UUID attemptId = observation.attemptId();
        entities.createNativeQuery("update settlement_intent set state = 'RECORDED', last_problem = ?2,"
                        + " not_before = clock_timestamp() + make_interval(secs => cast(?3 as numeric) / 1000)"
                        + " where state = 'IN_ATTEMPT'"
                        + " and id in (select intent_id from settlement_attempt_intent where attempt_id = ?1)")
                .setParameter(1, attemptId)
                .setParameter(
                        2, "attempt " + attemptId + " " + observation.fact().state())
                .setParameter(3, observation.pause().toMillis())
                .executeUpdate();
    }
}
