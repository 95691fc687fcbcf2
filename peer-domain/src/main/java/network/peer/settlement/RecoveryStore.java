package network.peer.settlement;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;

/**
 * What the guard against a lost database, and the rebuild after one, need of the store. Each method is one transaction
 * of its own and makes no remote call.
 */
public interface RecoveryStore {
    /** Another text whenever this may be another database, or one that lost commits: restarted, restored, failed over. */
    String incarnation();

    /**
     * Whether nothing that a predecessor of this incarnation sent can land any more: somebody has waited for it, or the
     * command that created the mint recorded the chain in this incarnation.
     */
    boolean isTrusted(String incarnation);

    /**
     * Remembers that nothing has to be waited for in this incarnation, so that a node that starts again need not. In any other
     * nobody can claim, store, or give out a derivation index from now on.
     */
    void trust(String incarnation);

    /** Which of these transactions are attempts of ours, closed or not. */
    Set<TransactionSignature> known(Collection<TransactionSignature> signatures);

    /** Stops all lanes until a rebuild, or after one two operators, lift it. */
    void require(String reason);

    /**
     * Stops all lanes for a rebuild and fences off whoever held one before.
     *
     * @return the lanes that a live node holds; then nothing was changed
     */
    List<String> begin(String reason);

    /** Notes that a rebuild has placed all that the chain has, so that two operators may lift the stop. */
    void placed();

    /** After {@link #placed}, nothing being left to decide: lets the lanes go on, and notes in the audit log what was rebuilt. */
    void finish(String summary);

    /** How a transaction that the books do not know is treated. */
    enum Booking {
        /** Post what the chain proves. */
        POST,
        /** Only list it: the ledger has refused to post it. */
        LIST
    }

    /**
     * What became of one transaction.
     *
     * @param blockedBy set if it could not be restored now; then nothing was changed
     * @param settled intents that are SETTLED by it
     * @param booked payouts and movements that were posted
     */
    record Restored(Optional<String> blockedBy, int settled, int booked, List<Finding> findings) {
        public static Restored blocked(String cause) {
            return new Restored(Optional.of(cause), 0, 0, List.of());
        }
    }

    /**
     * Restores one attempt with its intents, posts what the books lack, and records what it finds. Restoring what is known
     * changes nothing. A dry run is undone at its end.
     *
     * @throws network.peer.BusinessException if the ledger refuses to post; then try again with {@link Booking#LIST}
     */
    Restored restore(LandedAttempt attempt, Booking booking, boolean dryRun);

    /** Records findings; the same kind and subject once. */
    void record(List<Finding> findings);

    /** What was found since the lanes were stopped for recovery, and keeps them stopped. */
    List<Finding> undecided();

    /**
     * Gives wallets that have none their derivation index, unless this incarnation is not trusted: a database that lost
     * commits would give away one that a lost user has.
     *
     * @return how many have got one
     */
    int giveOutDerivationIndexes(int limit);

    /** Wallets that still need their address, oldest index first. */
    List<Wallet> walletsWithoutAddress(int limit);

    void recordAddress(UUID walletId, PublicKey address);

    /** The index that the next new user will get. */
    long nextDerivationIndex();

    /**
     * Indexes that were given out and belong to no user: of lost users, and of registrations that failed.
     *
     * @return the first so many after the given one, in order
     */
    List<Long> orphanedDerivationIndexes(long after, int limit);

    /** Gives out no index up to and including this one any more. */
    void skipDerivationIndexes(long through);
}
