package network.peer.web.graphql.settlement;

import java.time.Instant;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.SettlementStory.Stage;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** How much stands at one place of the pipeline. */
@Type("SettlementStage")
@Description("How much stands at one place of the pipeline.")
public record SettlementStageView(
        @Description("What it does on chain.") IntentKind kind,
        @Description("Where it stands.") IntentState state,
        @Description("How many.") String count,

        @Description("When the oldest of them was recorded.")
        Instant oldestCreatedAt) {
    static SettlementStageView of(Stage stage) {
        return new SettlementStageView(stage.kind(), stage.state(), Long.toString(stage.count()), stage.oldest());
    }
}
