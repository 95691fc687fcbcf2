package network.peer.web.graphql.rewards;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of reward days. */
@Type("RewardDayConnection")
@Description("A page of reward days.")
public record RewardDayConnection(
        @Description("The items, in the order of the list.") List<@NonNull RewardDayEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static RewardDayConnection of(Page<RewardDayView> page) {
        return new RewardDayConnection(Edges.of(page, RewardDayEdge::new), PageInfoView.of(page));
    }
}
