package network.peer.web.graphql.rewards;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of gem events. */
@Type("GemEventConnection")
@Description("A page of gem events.")
public record GemEventConnection(
        @Description("The items, in the order of the list.") List<@NonNull GemEventEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static GemEventConnection of(Page<GemEventView> page) {
        return new GemEventConnection(Edges.of(page, GemEventEdge::new), PageInfoView.of(page));
    }
}
