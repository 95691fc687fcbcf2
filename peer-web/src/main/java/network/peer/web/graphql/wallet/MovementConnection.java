package network.peer.web.graphql.wallet;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of movements. */
@Type("MovementConnection")
@Description("A page of movements.")
public record MovementConnection(
        @Description("The items, in the order of the list.") List<@NonNull MovementEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static MovementConnection of(Page<MovementView> page) {
        return new MovementConnection(Edges.of(page, MovementEdge::new), PageInfoView.of(page));
    }
}
