package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import network.peer.settlement.ConservationReport.Difference;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A wallet whose tokens on chain are not what the books say. */
@Type("ConservationDifference")
@Description("A wallet whose tokens on chain are not what the books say they must be.")
public record ConservationDifferenceView(
        @Description("The wallet's name on our side.") String wallet,
        @Nullable @Description("Its address.") String address,
        @Description("The slot at which it was read.") String slot,
        @Description("What is there.") String onChainBaseUnits,
        @Description("What must be there.") String expectedBaseUnits) {
    static ConservationDifferenceView of(Difference difference) {
        return new ConservationDifferenceView(
                difference.wallet(),
                difference.address(),
                Long.toString(difference.slot()),
                difference.onChainBaseUnits().toString(),
                difference.expectedBaseUnits().toString());
    }
}
