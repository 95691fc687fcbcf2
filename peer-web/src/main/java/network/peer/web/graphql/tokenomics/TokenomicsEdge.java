package network.peer.web.graphql.tokenomics;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One version of a page. */
@Type("TokenomicsEdge")
@Description("One version of a page.")
public record TokenomicsEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") TokenomicsView node) {}
