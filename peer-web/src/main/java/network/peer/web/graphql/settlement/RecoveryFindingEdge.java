package network.peer.web.graphql.settlement;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One finding of a page. */
@Type("RecoveryFindingEdge")
@Description("One finding of a page.")
public record RecoveryFindingEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") RecoveryFindingView node) {}
