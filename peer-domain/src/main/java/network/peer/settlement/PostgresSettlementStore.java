package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.settlement.Leg.Instruction;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/**
 * The outbox in PostgreSQL. Claims use {@code FOR UPDATE SKIP LOCKED}, leases the database's clock; the schema's
 * triggers check every step once more and write its history.
 */
@ApplicationScoped
@Transactional(
        value = TxType.REQUIRES_NEW,
        dontRollbackOn = {})
public class PostgresSettlementStore implements SettlementStore {
    private static final String ADDRESSES_KNOWN = "not exists (select 1 from settlement_leg l"
            + " join wallet w on w.id = l.from_wallet_id or w.id = l.to_wallet_id"
            + " where l.intent_id = i.id and w.address is null)";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected PostgresSettlementStore() {
        this.entities = null;
    }

    @Inject
    public PostgresSettlementStore(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Optional<ChainIdentity> chainIdentity() {
        return Rows.list(entities.createNativeQuery("select genesis_hash, mint_address from chain_identity")).stream()
                .map(row -> new ChainIdentity(row.text(0), new PublicKey(row.text(1))))
                .findFirst();
    }

    @Override
    public void recordChainIdentity(ChainIdentity identity) {
        entities.createNativeQuery("insert into chain_identity (genesis_hash, mint_address) values (?1, ?2)"
                        + " on conflict (singleton) do nothing")
                .setParameter(1, identity.genesisHash())
                .setParameter(2, identity.mint().base58())
                .executeUpdate();
        ChainIdentity recorded = chainIdentity().orElseThrow();
        if (!recorded.equals(identity)) {
            throw new IllegalStateException("this database belongs to mint " + recorded.mint() + " on the chain "
                    + recorded.genesisHash() + ", not to mint " + identity.mint() + " on " + identity.genesisHash());
        }
    }

    @Override
    public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
        Optional<LaneLease> lease = Rows.list(entities.createNativeQuery("update settlement_lane set owner = ?2,"
                                + " lease_until = clock_timestamp() + make_interval(secs => ?3),"
                                + " fence = case when owner = ?2 then fence else fence + 1 end"
                                + " where name = ?1 and paused_at is null"
                                + " and (owner is null or owner = ?2 or lease_until < clock_timestamp())"
                                + " returning fence")
                        .setParameter(1, lane)
                        .setParameter(2, owner)
                        .setParameter(3, seconds(duration)))
                .stream()
                .map(row -> new LaneLease(lane, owner, row.longAt(0)))
                .findFirst();
        lease.ifPresent(this::giveBackWhatNobodyHolds);
        return lease;
    }

    @Override
    public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        requireCurrent(lease);
        Query claim = entities.createNativeQuery("with oldest as ("
                        + "  select batch_key from settlement_intent i where lane = ?1 and state = 'RECORDED'"
                        + "  and not_before <= clock_timestamp() and " + ADDRESSES_KNOWN
                        + "  order by position limit 1),"
                        + " ready as ("
                        + "  select i.id from settlement_intent i where lane = ?1 and state = 'RECORDED'"
                        + "  and not_before <= clock_timestamp() and batch_key = (select batch_key from oldest)"
                        + "  and " + ADDRESSES_KNOWN
                        + "  order by position limit ?2 for update of i skip locked)"
                        + " update settlement_intent i set state = 'CLAIMED', claim_fence = ?3,"
                        + " claim_until = clock_timestamp() + make_interval(secs => ?4)"
                        + " from ready where i.id = ready.id"
                        + " returning i.id, i.kind, i.batch_key, i.attempts, i.position")
                .setParameter(1, lease.lane())
                .setParameter(2, limit)
                .setParameter(3, lease.fence())
                .setParameter(4, seconds(duration));
        List<Rows.Row> claimed = new ArrayList<>(Rows.list(claim));
        claimed.sort((left, right) -> Long.compare(left.longAt(4), right.longAt(4)));
        Map<UUID, List<PayableLeg>> legs =
                legs(claimed.stream().map(row -> row.uuid(0)).toList());
        return claimed.stream()
                .map(row -> new ClaimedIntent(
                        row.uuid(0),
                        IntentKind.valueOf(row.text(1)),
                        row.text(2),
                        row.intAt(3),
                        legs.getOrDefault(row.uuid(0), List.of())))
                .toList();
    }

    @Override
    public long reserveBatchNumbers(String batchKey, int count) {
        long last = Rows.single(entities.createNativeQuery("insert into settlement_batch as b (batch_key, last_number)"
                                + " values (?1, ?2) on conflict (batch_key)"
                                + " do update set last_number = b.last_number + excluded.last_number"
                                + " returning last_number")
                        .setParameter(1, batchKey)
                        .setParameter(2, count))
                .longAt(0);
        return last - count + 1;
    }

    @Override
    public void store(LaneLease lease, NewAttempt attempt) {
        requireCurrent(lease);
        String intentIds = join(attempt.intentIds());
        entities.createNativeQuery("insert into settlement_attempt (id, lane, fence, memo, signature,"
                        + " transaction_bytes, blockhash, last_valid_block_height, signed_at_slot, compute_unit_limit,"
                        + " priority_fee_micro_lamports) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
                .setParameter(1, attempt.id())
                .setParameter(2, lease.lane())
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
        entities.createNativeQuery("insert into settlement_attempt_intent (attempt_id, intent_id)"
                        + " select ?1, unnest(cast(string_to_array(?2, ',') as uuid[]))")
                .setParameter(1, attempt.id())
                .setParameter(2, intentIds)
                .executeUpdate();
        int held = entities.createNativeQuery("update settlement_intent set state = 'IN_ATTEMPT',"
                        + " attempts = attempts + 1, claim_fence = null, claim_until = null"
                        + " where id = any (cast(string_to_array(?1, ',') as uuid[]))"
                        + " and state = 'CLAIMED' and claim_fence = ?2")
                .setParameter(1, intentIds)
                .setParameter(2, lease.fence())
                .executeUpdate();
        if (held != attempt.intentIds().size()) {
            throw new FencedOffException("of " + attempt.intentIds().size() + " intents only " + held
                    + " are still held under fence " + lease.fence());
        }
    }

    @Override
    public boolean isStored(UUID attemptId) {
        return !Rows.list(entities.createNativeQuery("select 1 from settlement_attempt where id = ?1")
                        .setParameter(1, attemptId))
                .isEmpty();
    }

    @Override
    public void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        entities.createNativeQuery("update settlement_intent set state = 'RECORDED', claim_fence = null,"
                        + " claim_until = null, last_problem = ?3,"
                        + " not_before = clock_timestamp() + make_interval(secs => ?4)"
                        + " where id = any (cast(string_to_array(?1, ',') as uuid[]))"
                        + " and state = 'CLAIMED' and claim_fence = ?2")
                .setParameter(1, join(intentIds))
                .setParameter(2, lease.fence())
                .setParameter(3, problem)
                .setParameter(4, seconds(pause))
                .executeUpdate();
    }

    @Override
    public List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit) {
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

    @Override
    public boolean record(UUID attemptId, AttemptFact fact, Duration pause) {
        AttemptState state = AttemptState.valueOf(
                Rows.single(entities.createNativeQuery("select state from settlement_attempt where id = ?1 for update")
                                .setParameter(1, attemptId))
                        .text(0));
        if (!state.canBecome(fact.state())) {
            return false;
        }
        entities.createNativeQuery("update settlement_attempt set state = ?2, landed_slot = cast(?3 as bigint),"
                        + " problem = ?4, absence_proof = cast(?5 as jsonb),"
                        + " closed_at = case when ?6 then clock_timestamp() end where id = ?1")
                .setParameter(1, attemptId)
                .setParameter(2, fact.state().name())
                .setParameter(3, Rows.text(fact.landedSlot()))
                .setParameter(4, fact.problem())
                .setParameter(5, fact.absenceProof())
                .setParameter(6, !fact.state().isLive())
                .executeUpdate();
        if (fact.state() == AttemptState.FINALIZED) {
            moveIntents(attemptId, "state = 'SETTLED', settled_at = clock_timestamp(), last_problem = null");
        } else if (!fact.state().isOpen()) {
            moveIntents(
                    attemptId,
                    "state = 'RECORDED', last_problem = 'attempt " + attemptId + " " + fact.state()
                            + "', not_before = clock_timestamp() + make_interval(secs => " + seconds(pause) + ")");
        }
        return true;
    }

    @Override
    public void pause(String lane, String reason) {
        entities.createNativeQuery("update settlement_lane set paused_at = clock_timestamp(), pause_reason = ?2"
                        + " where name = ?1 and paused_at is null")
                .setParameter(1, lane)
                .setParameter(2, reason)
                .executeUpdate();
    }

    @Override
    public void resume(String lane) {
        entities.createNativeQuery("update settlement_lane set paused_at = null, pause_reason = null where name = ?1")
                .setParameter(1, lane)
                .executeUpdate();
    }

    @Override
    public Instant now() {
        return Rows.single(entities.createNativeQuery("select clock_timestamp()"))
                .instant(0);
    }

    /** Held under an older fence, or beyond its lease: nobody can store an attempt for it any more. */
    private void giveBackWhatNobodyHolds(LaneLease lease) {
        entities.createNativeQuery("update settlement_intent set state = 'RECORDED', claim_fence = null,"
                        + " claim_until = null where lane = ?1 and state = 'CLAIMED'"
                        + " and (claim_fence < ?2 or claim_until < clock_timestamp())")
                .setParameter(1, lease.lane())
                .setParameter(2, lease.fence())
                .executeUpdate();
    }

    /** The share lock makes a take-over wait for this transaction's end. */
    private void requireCurrent(LaneLease lease) {
        if (Rows.list(entities.createNativeQuery("select 1 from settlement_lane where name = ?1 and owner = ?2"
                                + " and fence = ?3 and paused_at is null for share")
                        .setParameter(1, lease.lane())
                        .setParameter(2, lease.owner())
                        .setParameter(3, lease.fence()))
                .isEmpty()) {
            throw new FencedOffException("lane " + lease.lane() + " is no longer held under fence " + lease.fence());
        }
    }

    private void moveIntents(UUID attemptId, String assignments) {
        entities.createNativeQuery("update settlement_intent set " + assignments + " where state = 'IN_ATTEMPT'"
                        + " and id in (select intent_id from settlement_attempt_intent where attempt_id = ?1)")
                .setParameter(1, attemptId)
                .executeUpdate();
    }

    private Map<UUID, List<PayableLeg>> legs(Collection<UUID> intentIds) {
        Map<UUID, List<PayableLeg>> legs = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select l.intent_id, l.instruction, f.address,"
                        + " t.address, l.amount_base_units from settlement_leg l"
                        + " left join wallet f on f.id = l.from_wallet_id left join wallet t on t.id = l.to_wallet_id"
                        + " where l.intent_id = any (cast(string_to_array(?1, ',') as uuid[]))"
                        + " order by l.intent_id, l.ordinal")
                .setParameter(1, join(intentIds)))) {
            legs.computeIfAbsent(row.uuid(0), id -> new ArrayList<>())
                    .add(new PayableLeg(
                            Instruction.valueOf(row.text(1)),
                            row.isNull(2) ? null : new PublicKey(row.text(2)),
                            row.isNull(3) ? null : new PublicKey(row.text(3)),
                            new TokenAmount(row.longAt(4))));
        }
        return legs;
    }

    private static String join(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
