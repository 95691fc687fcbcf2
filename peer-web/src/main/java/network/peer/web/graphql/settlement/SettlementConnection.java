package network.peer.web.graphql.settlement;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of settlements. */
@Type("SettlementConnection")
@Description("A page of settlements.")
public record SettlementConnection(
        @Description("The items, in the order of the list.") List<@NonNull SettlementEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static SettlementConnection of(Page<SettlementView> page) {
        return new SettlementConnection(Edges.of(page, SettlementEdge::new), PageInfoView.of(page));
    }
}
