package network.peer.web.graphql.content;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One comment of a page. */
@Type("CommentEdge")
@Description("One comment of a page.")
public record CommentEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") CommentView node) {}
