package network.peer.web.graphql.tokenomics;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of versions. */
@Type("TokenomicsConnection")
@Description("A page of versions of the tokenomics.")
public record TokenomicsConnection(
        @Description("The items, in the order of the list.") List<@NonNull TokenomicsEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static TokenomicsConnection of(Page<TokenomicsView> page) {
        return new TokenomicsConnection(Edges.of(page, TokenomicsEdge::new), PageInfoView.of(page));
    }
}
