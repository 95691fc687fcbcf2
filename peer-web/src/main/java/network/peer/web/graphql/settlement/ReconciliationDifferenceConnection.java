package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of differences. */
@Type("ReconciliationDifferenceConnection")
@Description("A page of differences.")
public record ReconciliationDifferenceConnection(
        @Description("The items, in the order of the list.") List<@NonNull ReconciliationDifferenceEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static ReconciliationDifferenceConnection of(Page<ReconciliationDifferenceView> page) {
        return new ReconciliationDifferenceConnection(
                Edges.of(page, ReconciliationDifferenceEdge::new), PageInfoView.of(page));
    }
}
