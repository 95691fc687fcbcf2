package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import network.peer.settlement.FeePayer;
import network.peer.settlement.LaneWork;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A key that pays for our transactions. */
@Type("FeePayer")
@Description("A key that pays fees and rent on chain; without SOL nothing is signed.")
public record FeePayerView(
        @Description("Whose transactions it pays.") LaneWork work,
        @Description("Where SOL must be sent.") String address,
        @Description("What it has.") String balanceLamports,

        @Description("Fees and rent of the last seven days.")
        String spentLastWeekLamports,

        @Nullable @Description("How many days the balance lasts at that pace; null if nothing was spent.")
        String runwayDays) {
    static FeePayerView of(FeePayer payer) {
        return new FeePayerView(
                payer.work(),
                payer.address().base58(),
                Long.toString(payer.balanceLamports()),
                Long.toString(payer.spentLastWeekLamports()),
                payer.runwayDays().isEmpty()
                        ? null
                        : Long.toString(payer.runwayDays().getAsLong()));
    }
}
