package network.peer.ledger;

import java.time.Instant;
import java.util.Set;
import network.peer.BusinessException;
import network.peer.InvalidInputException;
import network.peer.ledger.LedgerHistory.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Which movements of an account are wanted.
 *
 * @param kinds empty for all
 * @param direction null for both
 * @param from the first instant; null for the beginning
 * @param until the first instant that is no longer wanted; null for now
 */
public record HistoryFilter(
        Set<TransactionKind> kinds,
        @Nullable Direction direction,
        @Nullable Instant from,
        @Nullable Instant until) {
    public static final HistoryFilter ALL = new HistoryFilter(Set.of(), null, null, null);

    // What PostgreSQL can compare, with room on both sides.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @throws BusinessException BAD_INPUT if an instant is no plausible one, or the end is not after the beginning */
    public HistoryFilter {
        kinds = Set.copyOf(kinds);
        requirePlausible("from", from);
        requirePlausible("until", until);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new InvalidInputException("until", "must be later than from");
        }
    }

    /** Whether postings alone do not tell what is wanted. */
    boolean looksAtTransactions() {
        return !kinds.isEmpty() || from != null || until != null;
    }

    private static void requirePlausible(String field, @Nullable Instant instant) {
        if (instant != null && (instant.isBefore(EARLIEST) || instant.isAfter(LATEST))) {
            throw new InvalidInputException(field, "must be between 1970 and 9999");
        }
    }
}
