package network.peer.web.graphql.rewards;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One day of a page. */
@Type("RewardDayEdge")
@Description("One day of a page.")
public record RewardDayEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") RewardDayView node) {}
