package network.peer.web.graphql.rewards;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One gem event of a page. */
@Type("GemEventEdge")
@Description("One gem event of a page.")
public record GemEventEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") GemEventView node) {}
