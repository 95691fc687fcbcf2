package network.peer.settlement;

import java.util.Set;

/** The life of an intent. The table {@code settlement_step} holds the same steps and refuses all others. */
public enum IntentState {
    /** Owed; nobody works on it. A member of a window stays so until its NET is SETTLED or VOIDED, and follows it. */
    RECORDED,
    /** Held by a worker until its lease ends; nothing is signed. */
    CLAIMED,
    /** Part of one open attempt; only that attempt's outcome moves it on. */
    IN_ATTEMPT,
    /** Paid: its attempt is FINALIZED. */
    SETTLED,
    /** Needs a person. */
    PARKED,
    /** Will not be paid; its movement was reversed. */
    VOIDED;

    /**
     * The legal next states; back to RECORDED, to PARKED and to VOIDED only while no attempt is open. From RECORDED to
     * SETTLED or VOIDED at once go only members of a window, and a NET that owes nothing. From PARKED to SETTLED leads only a
     * FINALIZED attempt that the database had lost.
     */
    public Set<IntentState> next() {
        return switch (this) {
            case RECORDED -> Set.of(CLAIMED, SETTLED, VOIDED);
            case CLAIMED -> Set.of(RECORDED, IN_ATTEMPT, PARKED);
            case IN_ATTEMPT -> Set.of(SETTLED, RECORDED, PARKED);
            case PARKED -> Set.of(RECORDED, SETTLED, VOIDED);
            case SETTLED, VOIDED -> Set.of();
        };
    }

    public boolean canBecome(IntentState next) {
        return next().contains(next);
    }
}
