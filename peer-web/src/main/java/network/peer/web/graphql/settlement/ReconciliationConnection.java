package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of reconciliations. */
@Type("ReconciliationConnection")
@Description("A page of reconciliations.")
public record ReconciliationConnection(
        @Description("The items, in the order of the list.") List<@NonNull ReconciliationEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static ReconciliationConnection of(Page<ReconciliationView> page) {
        return new ReconciliationConnection(Edges.of(page, ReconciliationEdge::new), PageInfoView.of(page));
    }
}
