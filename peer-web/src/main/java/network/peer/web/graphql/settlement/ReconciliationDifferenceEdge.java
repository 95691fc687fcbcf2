package network.peer.web.graphql.settlement;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One difference of a page. */
@Type("ReconciliationDifferenceEdge")
@Description("One difference of a page.")
public record ReconciliationDifferenceEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") ReconciliationDifferenceView node) {}
