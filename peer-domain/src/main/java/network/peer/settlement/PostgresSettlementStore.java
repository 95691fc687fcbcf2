package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.internal.AttemptTable;
import network.peer.settlement.internal.IntentTable;
import network.peer.settlement.internal.LaneTable;
import network.peer.token.PublicKey;

/**
 * The outbox in PostgreSQL. Claims use {@code FOR UPDATE SKIP LOCKED}, leases the database's clock; the schema's
 * triggers check every step once more and write its history.
 */
@ApplicationScoped
@Transactional(
        value = TxType.REQUIRES_NEW,
        dontRollbackOn = {})
public class PostgresSettlementStore implements SettlementStore {
    private final EntityManager entities;
    private final LaneTable lanes;
    private final IntentTable intents;
    private final AttemptTable attempts;

    @SuppressWarnings("NullAway")
    protected PostgresSettlementStore() {
        this(null);
    }

    @Inject
    public PostgresSettlementStore(EntityManager entities) {
        this.entities = entities;
        this.lanes = new LaneTable(entities);
        this.intents = new IntentTable(entities);
        this.attempts = new AttemptTable(entities);
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
    public List<Lane> lanes() {
        return lanes.all();
    }

    @Override
    public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
        Optional<LaneLease> lease = lanes.lease(lane, owner, duration);
        lease.ifPresent(intents::giveBackWhatNobodyHolds);
        return lease;
    }

    @Override
    public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        lanes.requireCurrent(lease);
        return intents.claim(lease, limit, duration);
    }

    @Override
    public long newestFinalizedSlot() {
        return attempts.newestFinalizedSlot();
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
    public void store(LaneLease lease, Collection<NewAttempt> signed) {
        lanes.requireCurrent(lease);
        attempts.insert(lease, signed);
    }

    @Override
    public Set<UUID> stored(Collection<UUID> attemptIds) {
        return attempts.stored(attemptIds);
    }

    @Override
    public void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        intents.release(lease, intentIds, pause, problem);
    }

    @Override
    public void park(LaneLease lease, UUID intentId, String cause) {
        intents.park(lease, intentId, cause);
    }

    @Override
    public List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit) {
        return attempts.live(after, limit);
    }

    @Override
    public Set<UUID> record(Collection<Observation> observations) {
        return observations.isEmpty() ? Set.of() : attempts.record(observations);
    }

    @Override
    public void pause(PauseScope scope, String reason) {
        lanes.pause(scope, reason);
    }

    @Override
    public Instant now() {
        return Rows.single(entities.createNativeQuery("select clock_timestamp()"))
                .instant(0);
    }
}
