package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of findings. */
@Type("RecoveryFindingConnection")
@Description("A page of findings.")
public record RecoveryFindingConnection(
        @Description("The items, in the order of the list.") List<@NonNull RecoveryFindingEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static RecoveryFindingConnection of(Page<RecoveryFindingView> page) {
        return new RecoveryFindingConnection(Edges.of(page, RecoveryFindingEdge::new), PageInfoView.of(page));
    }
}
