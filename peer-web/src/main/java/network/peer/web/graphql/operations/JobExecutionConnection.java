package network.peer.web.graphql.operations;

import java.util.List;
import network.peer.Page;
import network.peer.web.graphql.Edges;
import network.peer.web.graphql.PageInfoView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A page of job runs. */
@Type("JobExecutionConnection")
@Description("A page of job runs.")
public record JobExecutionConnection(
        @Description("The items, in the order of the list.") List<@NonNull JobExecutionEdge> edges,
        @Description("Where the page ends.") PageInfoView pageInfo) {
    static JobExecutionConnection of(Page<JobExecutionView> page) {
        return new JobExecutionConnection(Edges.of(page, JobExecutionEdge::new), PageInfoView.of(page));
    }
}
