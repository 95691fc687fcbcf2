package network.peer.web.graphql.content;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of posts. */
@Type("PostConnection")
@Description("A page of posts.")
public record PostConnection(
        @Description("The items, in the order of the list.") List<@NonNull PostEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static PostConnection of(Page<PostView> page) {
        return new PostConnection(Edges.of(page, PostEdge::new), PageInfoView.of(page));
    }
}
