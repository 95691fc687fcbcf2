package network.peer.web.graphql.settlement;

import java.time.Instant;
import java.util.List;
import network.peer.settlement.ConservationReport;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** What a comparison of chain and books found. */
@Type("Conservation")
@Description("What a comparison of chain and books found. Base units are decimal texts.")
public record ConservationView(
        @Description("Whether the supply and every wallet hold what the books say.")
        boolean holds,

        @Description("When it was checked.") Instant checkedAt,

        @Description("The slot at which the supply was read.")
        String slot,

        @Description("The supply on chain.") String supplyBaseUnits,

        @Description("The supply that the books say must be there.")
        String expectedSupplyBaseUnits,

        @Description("How many wallets were compared.") int wallets,

        @Description("The wallets that differ, the first hundred at most.")
        List<@NonNull ConservationDifferenceView> differences) {
    static ConservationView of(ConservationReport report) {
        return new ConservationView(
                report.holds(),
                report.checkedAt(),
                Long.toString(report.slot()),
                report.supplyBaseUnits().toString(),
                report.expectedSupplyBaseUnits().toString(),
                Arguments.count(report.wallets()),
                report.differences().stream()
                        .map(ConservationDifferenceView::of)
                        .toList());
    }
}
