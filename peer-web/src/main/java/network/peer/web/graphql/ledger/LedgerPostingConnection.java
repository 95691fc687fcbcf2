package network.peer.web.graphql.ledger;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of postings. */
@Type("LedgerPostingConnection")
@Description("A page of postings.")
public record LedgerPostingConnection(
        @Description("The items, in the order of the list.") List<@NonNull LedgerPostingEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static LedgerPostingConnection of(Page<LedgerPostingView> page) {
        return new LedgerPostingConnection(Edges.of(page, LedgerPostingEdge::new), PageInfoView.of(page));
    }
}
