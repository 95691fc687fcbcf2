package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.settlement.SettlementStory.Pause;
import network.peer.settlement.SettlementStory.Stage;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** How the pipeline stands. */
@Type("SettlementOverview")
@Description("How the pipeline stands: what is owed on chain and not settled, and what is paused.")
public record SettlementOverviewView(
        @Description("By kind and state, with the age of the oldest.")
        List<@NonNull SettlementStageView> stages,

        @Description("The pauses in force.") List<@NonNull SettlementPauseView> pauses) {
    static SettlementOverviewView of(List<Stage> stages, List<Pause> pauses) {
        return new SettlementOverviewView(
                stages.stream().map(SettlementStageView::of).toList(),
                pauses.stream().map(SettlementPauseView::of).toList());
    }
}
