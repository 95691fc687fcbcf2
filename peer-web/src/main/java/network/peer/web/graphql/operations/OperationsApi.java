package network.peer.web.graphql.operations;

import io.smallrye.graphql.api.Nullable;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import network.peer.identity.Role;
import network.peer.operations.JobControl;
import network.peer.operations.JobRuns;
import network.peer.rewards.RewardProposals;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Batch jobs: OPERATORs start and stop them, AUDITORs look. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class OperationsApi {
    private final JobRuns jobRuns;
    private final RewardProposals proposals;
    private final Caller caller;

    @EJB(lookup = "java:app/peer-batch/JobControlBean!network.peer.operations.JobControl")
    @SuppressWarnings("NullAway.Init")
    private JobControl jobControl;

    @Inject
    public OperationsApi(JobRuns jobRuns, RewardProposals proposals, Caller caller) {
        this.jobRuns = jobRuns;
        this.proposals = proposals;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected OperationsApi() {
        this(null, null, null);
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("startDailyRewards")
    @Description("Starts the rewards of a day, or continues a run that failed, was stopped, or whose server died."
            + " A day that was completed before is not run again: its run is the answer.")
    public JobExecutionView startDailyRewards(
            @Name("day") @Description("The UTC day; it must be over, and the grace period too.") LocalDate day) {
        return JobExecutionView.of(jobControl.startDailyRewards(day, caller.id()));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("approveRewardDay")
    @Description("Approves the proposal of a closed day, and goes on with its rewards."
            + " Needed where peer.rewards.approval is `operator`.")
    public JobExecutionView approveRewardDay(@Name("day") @Description("The UTC day.") LocalDate day) {
        proposals.approve(caller.id(), day);
        return JobExecutionView.of(jobControl.startDailyRewards(day, caller.id()));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("startReconciliation")
    @Description(
            "Starts the comparison of every wallet and the supply with the chain, or goes on with the one that is not"
                    + " finished. The run's business key is the reconciliation's id. A difference pauses settlement by itself.")
    public JobExecutionView startReconciliation() {
        return JobExecutionView.of(jobControl.startReconciliation(caller.id()));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("stopJobExecution")
    @Description("Asks a run to stop at its next chunk or page; starting the same again continues it.")
    public JobExecutionView stopJobExecution(@Name("id") @Id @Description("The run's id.") String id) {
        return JobExecutionView.of(jobControl.stop(Arguments.id("id", id), caller.id()));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("jobExecution")
    @Description("One run of a batch job.")
    public JobExecutionView jobExecution(@Name("id") @Id @Description("The run's id.") String id) {
        return JobExecutionView.of(jobRuns.byId(Arguments.id("id", id)));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("jobExecutions")
    @Description("All runs of batch jobs, newest first.")
    public JobExecutionConnection jobExecutions(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return JobExecutionConnection.of(
                jobRuns.newestFirst(Arguments.page(first, after)).map(JobExecutionView::of));
    }
}
