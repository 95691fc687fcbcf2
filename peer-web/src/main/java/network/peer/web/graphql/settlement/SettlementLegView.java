package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import network.peer.settlement.SettlementStory.LegView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One effect on chain. */
@Type("SettlementLeg")
@Description("One effect of a settlement on chain; all of them land in one transaction.")
public record SettlementLegView(
        @Description("What the token program does.") SettlementInstruction instruction,

        @Nullable @Description("The wallet that is debited; null for a mint.")
        String fromAddress,

        @Nullable @Description("The wallet that is credited; null for a burn.")
        String toAddress,

        @Description("How much.") TokenAmountView amount) {
    static SettlementLegView of(LegView leg) {
        return new SettlementLegView(
                SettlementInstruction.of(leg.instruction()),
                leg.fromAddress(),
                leg.toAddress(),
                TokenAmountView.of(leg.amount()));
    }
}
