package network.peer.web.graphql.settlement;

import java.time.Instant;
import network.peer.settlement.ReconciliationQueries.Found;
import network.peer.settlement.ReconciliationStore.Difference;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What a reconciliation found not to be as the books have it. */
@Type("ReconciliationDifference")
@Description("What a reconciliation found not to be as the books have it. Base units are decimal texts.")
public record ReconciliationDifferenceView(
        @Description("The wallet's name on our side, or SUPPLY.")
        String wallet,

        @Description("The wallet's address, or the mint's.") String address,
        @Description("The slot at which it was read.") String slot,

        @Description("What the books say must be there at that slot.")
        String bookedBaseUnits,

        @Description("What is there.") String onChainBaseUnits,

        @Description("What is there too much; negative if too little.")
        String differenceBaseUnits,

        @Description("Whether movements that we did not make, or recorded wrongly, amount to exactly the difference.")
        boolean explained,

        @Description("Which ones, or that there is none.") String explanation,
        @Description("When it was found.") Instant foundAt) {
    static ReconciliationDifferenceView of(Found found) {
        Difference difference = found.difference();
        return new ReconciliationDifferenceView(
                difference.subject(),
                difference.address().base58(),
                Long.toString(difference.slot()),
                difference.expectedBaseUnits().toString(),
                difference.onChainBaseUnits().toString(),
                difference.surplus().toString(),
                difference.explained(),
                difference.explanation(),
                found.foundAt());
    }
}
