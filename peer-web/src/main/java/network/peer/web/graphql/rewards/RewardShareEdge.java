package network.peer.web.graphql.rewards;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One share of a page. */
@Type("RewardShareEdge")
@Description("One share of a page.")
public record RewardShareEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") RewardShareView node) {}
