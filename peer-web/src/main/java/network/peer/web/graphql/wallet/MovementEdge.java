package network.peer.web.graphql.wallet;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One movement of a page. */
@Type("MovementEdge")
@Description("One movement of a page.")
public record MovementEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") MovementView node) {}
