package network.peer.web.graphql.ledger;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One ledger transaction of a page. */
@Type("LedgerTransactionEdge")
@Description("One ledger transaction of a page.")
public record LedgerTransactionEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") LedgerTransactionView node) {}
