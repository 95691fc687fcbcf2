package network.peer.web.graphql.ledger;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of ledger transactions. */
@Type("LedgerTransactionConnection")
@Description("A page of ledger transactions.")
public record LedgerTransactionConnection(
        @Description("The items, in the order of the list.") List<@NonNull LedgerTransactionEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static LedgerTransactionConnection of(Page<LedgerTransactionView> page) {
        return new LedgerTransactionConnection(Edges.of(page, LedgerTransactionEdge::new), PageInfoView.of(page));
    }
}
