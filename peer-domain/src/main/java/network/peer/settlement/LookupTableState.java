package network.peer.settlement;

import java.util.Set;

/** The life of a lookup table. The database refuses every other step. */
public enum LookupTableState {
    /** Its address is known; it may or may not be on chain. */
    CREATING,
    /** On chain, and being filled. */
    WARMING,
    /** Everything that was planned for it at first is final on chain; payouts use what is final. */
    ACTIVE,
    /** Given up: no payout uses it, and once it is cold it is closed. */
    DEACTIVATING,
    /** Gone, or never created. */
    CLOSED;

    public Set<LookupTableState> next() {
        return switch (this) {
            case CREATING -> Set.of(WARMING, CLOSED);
            case WARMING -> Set.of(ACTIVE, DEACTIVATING);
            case ACTIVE -> Set.of(DEACTIVATING);
            case DEACTIVATING -> Set.of(CLOSED);
            case CLOSED -> Set.of();
        };
    }
}
