package network.peer.chain.rpc;

import org.jspecify.annotations.Nullable;

/**
 * From which state a node shall answer.
 *
 * @param minContextSlot if set, a node that has not reached this slot refuses to answer
 */
public record ReadAt(Commitment commitment, @Nullable Long minContextSlot) {
    public static final ReadAt PROCESSED = new ReadAt(Commitment.PROCESSED, null);
    public static final ReadAt CONFIRMED = new ReadAt(Commitment.CONFIRMED, null);
    public static final ReadAt FINALIZED = new ReadAt(Commitment.FINALIZED, null);

    public ReadAt notBefore(long slot) {
        return new ReadAt(commitment, slot);
    }
}
