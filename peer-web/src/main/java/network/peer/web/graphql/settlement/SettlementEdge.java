package network.peer.web.graphql.settlement;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One settlement of a page. */
@Type("SettlementEdge")
@Description("One settlement of a page.")
public record SettlementEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") SettlementView node) {}
