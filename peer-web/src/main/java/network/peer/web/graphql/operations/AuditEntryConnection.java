package network.peer.web.graphql.operations;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of the audit log. */
@Type("AuditEntryConnection")
@Description("A page of the audit log.")
public record AuditEntryConnection(
        @Description("The items, in the order of the list.") List<@NonNull AuditEntryEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static AuditEntryConnection of(Page<AuditEntryView> page) {
        return new AuditEntryConnection(Edges.of(page, AuditEntryEdge::new), PageInfoView.of(page));
    }
}
