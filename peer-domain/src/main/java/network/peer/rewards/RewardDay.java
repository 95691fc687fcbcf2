package network.peer.rewards;

import java.time.Instant;
import java.time.LocalDate;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * One UTC day and what became of its pool.
 *
 * @param tokenomicsVersion known from the close on
 * @param outcome known from the allocation on, as are the amounts and counts
 * @param pool what the day may mint: the daily pool, or what is left under the total cap
 * @param gemsHundredths the sum over the users who are kept
 */
public record RewardDay(
        LocalDate day,
        RewardDayState state,
        @Nullable Integer tokenomicsVersion,
        @Nullable RewardOutcome outcome,
        @Nullable TokenAmount pool,
        @Nullable TokenAmount minted,
        @Nullable Long gemsHundredths,
        @Nullable Integer paidUsers,
        @Nullable Integer leftOutUsers,
        @Nullable Instant closedAt,
        @Nullable Instant allocatedAt,
        @Nullable Instant completedAt) {}
