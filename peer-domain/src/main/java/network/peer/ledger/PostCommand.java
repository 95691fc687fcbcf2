package network.peer.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to post, at most once per idempotency key.
 *
 * @param idempotencyKey unique over the whole ledger; a key from a client is prefixed with its user's id by the caller
 * @param inputHash hex SHA-256 of the canonical input, by which a repetition is told from a conflict
 * @param recordedAt business time
 * @param rewardDay the day whose pool is drawn on; set for MINT, and for nothing else
 */
public record PostCommand(
        TransactionKind kind,
        String idempotencyKey,
        String inputHash,
        Instant recordedAt,
        int tokenomicsVersion,
        @Nullable LocalDate rewardDay,
        List<Posting> postings) {
    private static final int LONGEST_KEY = 200;

    public PostCommand {
        postings = List.copyOf(postings);
        if (postings.isEmpty()) {
            throw new IllegalArgumentException("a ledger transaction without postings: " + idempotencyKey);
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + LONGEST_KEY + " characters");
        }
        if ((kind == TransactionKind.MINT) != (rewardDay != null)) {
            throw new IllegalArgumentException("a mint, and nothing else, has a reward day: " + idempotencyKey);
        }
        if (kind == TransactionKind.REVERSAL) {
            throw new IllegalArgumentException("a reversal is posted by Ledger.reverse: " + idempotencyKey);
        }
    }
}
