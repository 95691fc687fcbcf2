package network.peer.web.graphql.settlement;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A pipeline that is not as the subscriber knows it. */
@Type("SettlementUpdate")
@Description("How the pipeline stands now.")
public record SettlementUpdateView(
        @Description("Give it as `after` when you subscribe again: nothing is told twice, and nothing is missed.")
        String cursor,

        @Description("What is owed on chain and not settled, and what is paused.")
        SettlementOverviewView overview) {
    static SettlementUpdateView of(String cursor, SettlementFeed.Pipeline pipeline) {
        return new SettlementUpdateView(cursor, SettlementOverviewView.of(pipeline.stages(), pipeline.pauses()));
    }
}
