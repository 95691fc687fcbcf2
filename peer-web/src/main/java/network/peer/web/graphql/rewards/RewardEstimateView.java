package network.peer.web.graphql.rewards;

import java.time.LocalDate;
import network.peer.rewards.RewardEstimate;
import network.peer.web.graphql.GemsView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What the caller would get if the day ended now. */
@Type("RewardEstimate")
@Description("What the caller would get of today's pool if the day ended now.")
public record RewardEstimateView(
        @Description("The UTC day.") LocalDate day,
        @Description("The caller's gems so far.") GemsView gems,

        @Description("The gems so far of all who would be paid, some seconds old.")
        GemsView totalGems,

        @Description("What the day may mint.") TokenAmountView pool,

        @Description("pool × gems / totalGems, rounded down; nothing while the caller would be left out.")
        TokenAmountView amount) {
    static RewardEstimateView of(RewardEstimate estimate) {
        return new RewardEstimateView(
                estimate.day(),
                GemsView.of(estimate.gemsHundredths()),
                GemsView.of(estimate.totalGemsHundredths()),
                TokenAmountView.of(estimate.pool()),
                TokenAmountView.of(estimate.amount()));
    }
}
