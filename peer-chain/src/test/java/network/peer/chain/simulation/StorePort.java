package network.peer.chain.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementStore;

/** The store as the workers reach it: over a connection that can break while a transaction commits. */
final class StorePort implements SettlementStore {
    private static final int LATEST_COMMIT_MILLIS = 150;

    private final SettlementStore store;
    private final Ports ports;
    private final Scheduler scheduler;
    private final Faults faults;
    private final Listener listener;

    StorePort(SettlementStore store, Ports ports, Scheduler scheduler, Faults faults, Listener listener) {
        this.store = store;
        this.ports = ports;
        this.scheduler = scheduler;
        this.faults = faults;
        this.listener = listener;
    }

    /** Hears what is committed, whether the worker learns of it or not. */
    interface Listener {
        void beforeTransaction();

        void stored(Collection<NewAttempt> attempts);

        void recorded(Collection<Observation> observations, Set<UUID> changed);

        void parked(UUID intentId, String cause);
    }

    @Override
    public Optional<ChainIdentity> chainIdentity() {
        return store.chainIdentity();
    }

    @Override
    public void recordChainIdentity(ChainIdentity identity) {
        store.recordChainIdentity(identity);
    }

    @Override
    public List<Lane> lanes() {
        return store.lanes();
    }

    @Override
    public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
        return write(Beat.CLAIM, () -> "lease " + lane, () -> store.lease(lane, owner, duration));
    }

    @Override
    public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        return write(Beat.CLAIM, () -> "claim " + lease.lane().name(), () -> store.claim(lease, limit, duration));
    }

    @Override
    public long newestFinalizedSlot() {
        return write(Beat.SIGN, () -> "newestFinalizedSlot", store::newestFinalizedSlot);
    }

    @Override
    public long reserveBatchNumbers(String batchKey, int count) {
        return write(
                Beat.SIGN, () -> "reserveBatchNumbers " + batchKey, () -> store.reserveBatchNumbers(batchKey, count));
    }

    @Override
    public void store(LaneLease lease, Collection<NewAttempt> attempts) {
        write(
                Beat.STORE,
                () -> "store "
                        + attempts.stream()
                                .map(one -> one.memo() + one.intentIds())
                                .toList(),
                () -> {
                    store.store(lease, attempts);
                    listener.stored(attempts);
                    return true;
                });
    }

    @Override
    public Set<UUID> stored(Collection<UUID> attemptIds) {
        return write(Beat.STORE, () -> "stored " + attemptIds, () -> store.stored(attemptIds));
    }

    @Override
    public void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        write(Beat.SIGN, () -> "release " + intentIds + " " + problem, () -> {
            store.release(lease, intentIds, pause, problem);
            return true;
        });
    }

    @Override
    public void park(LaneLease lease, UUID intentId, String cause) {
        write(Beat.SIGN, () -> "park " + intentId + " " + cause, () -> {
            store.park(lease, intentId, cause);
            listener.parked(intentId, cause);
            return true;
        });
    }

    @Override
    public List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit) {
        return write(Beat.RECORD, () -> "liveAttempts " + after, () -> store.liveAttempts(after, limit));
    }

    @Override
    public Set<UUID> record(Collection<Observation> observations) {
        return write(Beat.RECORD, () -> "record " + observations, () -> {
            Set<UUID> changed = store.record(observations);
            listener.recorded(observations, changed);
            return changed;
        });
    }

    @Override
    public void pause(PauseScope scope, String reason) {
        store.pause(scope, reason);
    }

    @Override
    public Instant now() {
        return write(Beat.SIGN, () -> "now", store::now);
    }

    /** The answer may get lost before the transaction begins, after its commit, or while it still commits. */
    private <T> T write(Beat beat, Supplier<String> what, Supplier<T> statements) {
        Supplier<T> transaction = () -> {
            listener.beforeTransaction();
            return statements.get();
        };
        return ports.call(beat, what, () -> {
            if (!faults.strikes(Fault.UNKNOWN_COMMIT, beat == Beat.STORE ? 0.2 : 0.02)) {
                return transaction.get();
            }
            Strand strand = scheduler.running();
            strand.uncertain = true;
            switch (faults.dice().between(0, 2)) {
                case 0 -> commit(transaction);
                case 1 ->
                    scheduler.at(
                            scheduler.nowMillis() + faults.dice().between(1, LATEST_COMMIT_MILLIS),
                            () -> commit(transaction));
                default -> {
                    // It never began.
                }
            }
            throw StoreFailure.undeclared();
        });
    }

    /** Nobody is left to hear what became of it. */
    private static void commit(Supplier<?> transaction) {
        try {
            Object unused = transaction.get();
        } catch (RuntimeException refused) {
            // It is rolled back.
        }
    }
}
