package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.time.LocalDate;
import network.peer.rewards.RewardDay;
import network.peer.rewards.RewardDayState;
import network.peer.rewards.RewardOutcome;
import network.peer.web.graphql.GemsView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One UTC day and what became of its pool. */
@Type("RewardDay")
@Description("One UTC day and what became of its pool.")
public record RewardDayView(
        @Description("The day.") LocalDate day,

        @Description("Where it is on its way from gems to tokens.")
        RewardDayState state,

        @Nullable @Description("What became of the pool; null before the allocation.")
        RewardOutcome outcome,

        @Nullable @Description("What the day may mint; null before the close.")
        TokenAmountView pool,

        @Nullable @Description("What the day mints; null before the allocation.")
        TokenAmountView minted,

        @Nullable @Description("The gems of all users who are kept; null before the allocation.")
        GemsView gems,

        @Nullable @Description("How many users get a share; null before the allocation.")
        Integer paidUsers,

        @Nullable @Description("How many users are left out; null before the allocation.")
        Integer leftOutUsers,

        @Nullable @Description("The version of the figures that was used; null before the close.")
        Integer tokenomicsVersion,

        @Nullable @Description("When it was closed.") Instant closedAt,

        @Nullable @Description("When the shares were known.")
        Instant allocatedAt,

        @Nullable @Description("When the last share was in the ledger.")
        Instant completedAt) {
    static RewardDayView of(RewardDay day) {
        return new RewardDayView(
                day.day(),
                day.state(),
                day.outcome(),
                day.pool() == null ? null : TokenAmountView.of(day.pool()),
                day.minted() == null ? null : TokenAmountView.of(day.minted()),
                day.gemsHundredths() == null ? null : GemsView.of(day.gemsHundredths()),
                day.paidUsers(),
                day.leftOutUsers(),
                day.tokenomicsVersion(),
                day.closedAt(),
                day.allocatedAt(),
                day.completedAt());
    }
}
