package network.peer.web.graphql.content;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One post of a page. */
@Type("PostEdge")
@Description("One post of a page.")
public record PostEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") PostView node) {}
