package network.peer.settlement;

import java.util.Set;

/** The life of an attempt: one signed transaction. The table {@code settlement_step} holds the same steps. */
public enum AttemptState {
    /** Stored; it may or may not have been sent. */
    SIGNED,
    /** An endpoint took it. */
    SUBMITTED,
    /** It landed without an error in a block that can still be dropped. */
    CONFIRMED,
    /** It landed without an error for ever. */
    FINALIZED,
    /** It landed with an error for ever. */
    REJECTED,
    /** It did not land and never can. */
    EXPIRED,
    /** A time-out, a refusal or an error after the bytes left: it may land. */
    UNKNOWN;

    /** The legal next states. CONFIRMED → SUBMITTED is a fork that dropped the block. */
    public Set<AttemptState> next() {
        return switch (this) {
            case SIGNED -> Set.of(SUBMITTED, UNKNOWN, CONFIRMED, FINALIZED, REJECTED, EXPIRED);
            case SUBMITTED -> Set.of(UNKNOWN, CONFIRMED, FINALIZED, REJECTED, EXPIRED);
            case UNKNOWN -> Set.of(SUBMITTED, CONFIRMED, FINALIZED, REJECTED, EXPIRED);
            case CONFIRMED -> Set.of(SUBMITTED, FINALIZED);
            case FINALIZED, REJECTED, EXPIRED -> Set.of();
        };
    }

    public boolean canBecome(AttemptState next) {
        return next().contains(next);
    }

    /** Whether the attempt can still pay, or has paid: while it is open, nobody signs again for its intents. */
    public boolean isOpen() {
        return this != REJECTED && this != EXPIRED;
    }

    /** Whether the chain must still be asked about it. */
    public boolean isLive() {
        return !next().isEmpty();
    }
}
