package network.peer.settlement;

import org.jspecify.annotations.Nullable;

/**
 * What was seen of an attempt.
 *
 * @param landedSlot for CONFIRMED, FINALIZED and REJECTED
 * @param problem the error of a REJECTED attempt, the cause of an UNKNOWN one
 * @param absenceProof for EXPIRED: JSON that says which endpoint answered what, at which height and slot
 */
public record AttemptFact(
        AttemptState state,
        @Nullable Long landedSlot,
        @Nullable String problem,
        @Nullable String absenceProof) {

    public static AttemptFact submitted() {
        return new AttemptFact(AttemptState.SUBMITTED, null, null, null);
    }

    public static AttemptFact unknown(String cause) {
        return new AttemptFact(AttemptState.UNKNOWN, null, cause, null);
    }

    public static AttemptFact confirmed(long slot) {
        return new AttemptFact(AttemptState.CONFIRMED, slot, null, null);
    }

    public static AttemptFact finalized(long slot) {
        return new AttemptFact(AttemptState.FINALIZED, slot, null, null);
    }

    public static AttemptFact rejected(long slot, String error) {
        return new AttemptFact(AttemptState.REJECTED, slot, error, null);
    }

    public static AttemptFact expired(String absenceProof) {
        return new AttemptFact(AttemptState.EXPIRED, null, null, absenceProof);
    }
}
