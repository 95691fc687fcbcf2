package network.peer.chain.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementStore;

/** A store that hands everything on; a broken variant overrides what it breaks. */
class ForwardingStore implements SettlementStore {
    private final SettlementStore real;

    ForwardingStore(SettlementStore real) {
        this.real = real;
    }

    @Override
    public Optional<ChainIdentity> chainIdentity() {
        return real.chainIdentity();
    }

    @Override
    public void recordChainIdentity(ChainIdentity identity) {
        real.recordChainIdentity(identity);
    }

    @Override
    public List<Lane> lanes() {
        return real.lanes();
    }

    @Override
    public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
        return real.lease(lane, owner, duration);
    }

    @Override
    public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        return real.claim(lease, limit, duration);
    }

    @Override
    public long newestFinalizedSlot() {
        return real.newestFinalizedSlot();
    }

    @Override
    public long reserveBatchNumbers(String batchKey, int count) {
        return real.reserveBatchNumbers(batchKey, count);
    }

    @Override
    public void store(LaneLease lease, Collection<NewAttempt> attempts) {
        real.store(lease, attempts);
    }

    @Override
    public Set<UUID> stored(Collection<UUID> attemptIds) {
        return real.stored(attemptIds);
    }

    @Override
    public void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        real.release(lease, intentIds, pause, problem);
    }

    @Override
    public void park(LaneLease lease, UUID intentId, String cause) {
        real.park(lease, intentId, cause);
    }

    @Override
    public List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit) {
        return real.liveAttempts(after, limit);
    }

    @Override
    public Set<UUID> record(Collection<Observation> observations) {
        return real.record(observations);
    }

    @Override
    public void pause(PauseScope scope, String reason) {
        real.pause(scope, reason);
    }

    @Override
    public Instant now() {
        return real.now();
    }
}
