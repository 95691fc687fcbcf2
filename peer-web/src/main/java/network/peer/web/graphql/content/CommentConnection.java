package network.peer.web.graphql.content;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of comments. */
@Type("CommentConnection")
@Description("A page of comments.")
public record CommentConnection(
        @Description("The items, in the order of the list.") List<@NonNull CommentEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static CommentConnection of(Page<CommentView> page) {
        return new CommentConnection(Edges.of(page, CommentEdge::new), PageInfoView.of(page));
    }
}
