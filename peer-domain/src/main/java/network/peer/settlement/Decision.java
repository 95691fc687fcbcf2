package network.peer.settlement;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What two operators decided about a parked intent; without a second one nothing has happened yet.
 *
 * @param replayed whether this answer repeats an earlier one
 */
public record Decision(
        UUID id,
        UUID intentId,
        Action action,
        String reason,
        UUID requestedBy,
        Instant requestedAt,
        @Nullable UUID approvedBy,
        @Nullable Instant executedAt,
        boolean replayed) {

    Decision again() {
        return new Decision(id, intentId, action, reason, requestedBy, requestedAt, approvedBy, executedAt, true);
    }

    /** What becomes of the intent. */
    public enum Action {
        /** It is signed anew. */
        RETRY,
        /** It is not paid; its movement is reversed. */
        VOID;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
