package network.peer.web.graphql.settlement;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One reconciliation of a page. */
@Type("ReconciliationEdge")
@Description("One reconciliation of a page.")
public record ReconciliationEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") ReconciliationView node) {}
