package network.peer.web.graphql.rewards;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of shares. */
@Type("RewardShareConnection")
@Description("A page of shares.")
public record RewardShareConnection(
        @Description("The items, in the order of the list.") List<@NonNull RewardShareEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static RewardShareConnection of(Page<RewardShareView> page) {
        return new RewardShareConnection(Edges.of(page, RewardShareEdge::new), PageInfoView.of(page));
    }
}
