package network.peer.web.graphql.operations;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One run of a page. */
@Type("JobExecutionEdge")
@Description("One run of a page.")
public record JobExecutionEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") JobExecutionView node) {}
