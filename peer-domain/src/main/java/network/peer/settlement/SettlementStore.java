package network.peer.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** All lanes, by name. */
    List<Lane> lanes();

    /**
     * Takes a lane, or renews it unless at least half of the duration is left. A change of owner raises the fence and gives back what the last owner held unsigned.
     *
     * @return empty while another owner's lease runs, or while the lane is paused
     */
    Optional<LaneLease> lease(String lane, String owner, Duration duration);

    /**
     * Claims ready intents of the lane's work, oldest first: payouts of one day only, movements so that whatever debits
     * a wallet goes on chain in the order of the books. A movement comes only together with, and after, every unsettled
     * one that debits the same wallet, and only if what is confirmed on chain covers it. Intents whose wallets have no
     * address yet, or whose kind is paused, wait; members of a window are never claimed, their NET is.
     *
     * @throws FencedOffException if the lease is no longer current
     */
    List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration);

    /** The slot of the newest attempt that is FINALIZED, 0 if none is: a node that has not reached it knows too little. */
    long newestFinalizedSlot();

    /** Reserves the next so many batch numbers of a batch key. @return the first of them */
    long reserveBatchNumbers(String batchKey, int count);

    /**
     * Stores signed bytes with their intents, all or none: from here on the attempts protect them.
     *
     * @throws FencedOffException if the lease is no longer current, or an intent is no longer held under it or paused
     */
    void store(LaneLease lease, Collection<NewAttempt> attempts);

    /** Which of the attempts were stored; for a {@link #store} whose outcome is not known. */
    Set<UUID> stored(Collection<UUID> attemptIds);

    /** Gives claimed intents back unsigned, to be tried again after the pause. */
    void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem);

    /** Leaves a claimed intent to a person, with the cause. */
    void park(LaneLease lease, UUID intentId, String cause);

    /** Attempts that are not closed, oldest id first, at most {@code limit} after the given id. */
    List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit);

    /**
     * Records what was seen. FINALIZED settles the attempt's intents; REJECTED and EXPIRED make them ready again after
     * the pause. Seeing the same again, or what a later fact has overtaken, changes nothing.
     *
     * @return the attempts whose state changed
     */
    Set<UUID> record(Collection<Observation> observations);

    /** Stops what the scope names until it is resumed; pausing what is paused keeps the first reason. */
    void pause(PauseScope scope, String reason);

    /** The store's clock. */
    Instant now();
}
