package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.settlement.FeePayer;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** What settlement has to pay its way on chain. */
@Type("SettlementFunding")
@Description("What settlement has to pay its way on chain.")
public record SettlementFundingView(
        @Description("The keys that pay, with their SOL and how long it lasts.")
        List<@NonNull FeePayerView> feePayers) {
    static SettlementFundingView of(List<FeePayer> payers) {
        return new SettlementFundingView(payers.stream().map(FeePayerView::of).toList());
    }
}
