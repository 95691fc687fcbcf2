package network.peer.chain.rpc;

import org.jspecify.annotations.Nullable;

/**
 * A transaction that a node has seen land.
 *
 * @param slot where it landed
 * @param error the transaction's {@code err} as JSON text; null means it succeeded
 */
public record SignatureStatus(
        long slot, Commitment confirmationStatus, @Nullable String error) {
    public boolean hasFailed() {
        return error != null;
    }

    public boolean isAtLeastConfirmed() {
        return confirmationStatus != Commitment.PROCESSED;
    }

    public boolean isFinalized() {
        return confirmationStatus == Commitment.FINALIZED;
    }
}
