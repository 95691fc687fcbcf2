package network.peer.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where intents and attempts live. Each method is one transaction of its own and makes no remote call; leases run by
 * the store's clock. The workers of the chain module see nothing of the database but this.
 */
public interface SettlementStore {
    /** Which chain and mint this store belongs to; empty before the mint was created. */
    Optional<ChainIdentity> chainIdentity();

    /**
     * Records chain and mint, once.
     *
     * @throws IllegalStateException if others are recorded already
     */
    void recordChainIdentity(ChainIdentity identity);

    /**
     * Takes or renews a lane. A change of owner raises the fence and gives back what the last owner held unsigned.
     *
     * @return empty while another owner's lease runs, or while the lane is paused
     */
    Optional<LaneLease> lease(String lane, String owner, Duration duration);

    /**
     * Claims ready intents of the lane, oldest first, of one batch key. Intents whose wallets have no address yet wait.
     *
     * @throws FencedOffException if the lease is no longer current
     */
    List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration);

    /** Reserves the next so many batch numbers of a batch key. @return the first of them */
    long reserveBatchNumbers(String batchKey, int count);

    /**
     * Stores signed bytes with their intents: from here on the attempt protects them.
     *
     * @throws FencedOffException if the lease is no longer current or an intent is no longer held under it
     */
    void store(LaneLease lease, NewAttempt attempt);

    /** Whether the attempt was stored; for a {@link #store} whose outcome is not known. */
    boolean isStored(UUID attemptId);

    /** Gives claimed intents back unsigned, to be tried again after the pause. */
    void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem);

    /** Attempts that are not closed, oldest id first, at most {@code limit} after the given id. */
    List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit);

    /**
     * Records what was seen. FINALIZED settles the attempt's intents; REJECTED and EXPIRED make them ready again after
     * the pause. Seeing the same again, or what a later fact has overtaken, changes nothing.
     *
     * @return whether the state changed
     */
    boolean record(UUID attemptId, AttemptFact fact, Duration pause);

    /** Stops a lane until it is resumed; pausing a paused lane keeps the first reason. */
    void pause(String lane, String reason);

    void resume(String lane);

    /** The store's clock. */
    Instant now();
}
