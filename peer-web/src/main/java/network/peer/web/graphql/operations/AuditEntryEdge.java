package network.peer.web.graphql.operations;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One deed of a page. */
@Type("AuditEntryEdge")
@Description("One deed of a page.")
public record AuditEntryEdge(
        @Description("Give it as `after` to get what follows this item.")
        String cursor,

        @Description("The item itself.") AuditEntryView node) {}
