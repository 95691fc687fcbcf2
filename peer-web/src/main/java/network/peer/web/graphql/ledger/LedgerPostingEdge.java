package network.peer.web.graphql.ledger;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One posting of a page. */
@Type("LedgerPostingEdge")
@Description("One posting of a page.")
public record LedgerPostingEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") LedgerPostingView node) {}
