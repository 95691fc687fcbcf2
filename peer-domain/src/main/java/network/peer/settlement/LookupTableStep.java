package network.peer.settlement;

import network.peer.token.TransactionSignature;

/**
 * A transaction that was signed to bring a lookup table further and may still land.
 *
 * @param signedAtSlot a slot before which it cannot have landed
 * @param lastValidBlockHeight once the finalized height is past it, what is to be seen of it is seen
 */
public record LookupTableStep(Kind kind, TransactionSignature signature, long signedAtSlot, long lastValidBlockHeight) {
    /** What it does. */
    public enum Kind {
        CREATE,
        EXTEND,
        DEACTIVATE,
        CLOSE
    }
}
