package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import java.util.Map;
import java.util.UUID;
import network.peer.rewards.RewardExplanation;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** How a share came about. */
@Type("RewardExplanation")
@Description("How a share of a day came about, from the actions to the signature on chain:"
        + " pool × gems / all gems, rounded down, and perhaps one base unit of what was left over.")
public record RewardExplanationView(
        @Description("The day, with its pool and the gems of all who are paid.")
        RewardDayView day,

        @Description("The share, with the movement that paid it and its signature.")
        RewardShareView share,

        @Nullable @Description("The share rounded down; null before the allocation and for a user who is left out.")
        TokenAmountView floorShare,

        @Description("1 if the share got one of the base units that rounding left over, by largest remainder; else 0.")
        String remainderBaseUnits,

        @Nullable @Description("Why an operator excluded the user, if that is so.")
        String exclusionReason) {
    static RewardExplanationView of(RewardExplanation explanation, Map<UUID, MovementSettlement> settlements) {
        return new RewardExplanationView(
                RewardDayView.of(explanation.day()),
                RewardShareView.of(explanation.share(), settlements),
                explanation.floorShare() == null ? null : TokenAmountView.of(explanation.floorShare()),
                Long.toString(explanation.remainderBaseUnits()),
                explanation.exclusionReason());
    }
}
