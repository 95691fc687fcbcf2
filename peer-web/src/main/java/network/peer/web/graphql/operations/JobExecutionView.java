package network.peer.web.graphql.operations;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.operations.JobState;
import network.peer.web.graphql.Arguments;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One run of a batch job. */
@Type("JobExecution")
@Description("One run of a batch job.")
public record JobExecutionView(
        @Id @Description("The run's id.") String id,
        @Description("The job.") String jobName,

        @Description("What the run is about, such as the reward day or the reconciliation's id.")
        String businessKey,

        @Description("1 for the first run of the business key.")
        int runNumber,

        @Description("Where it is.") JobState state,
        @Description("The server that runs it.") String nodeId,

        @Nullable @Description("The step it is in or ended in.")
        String step,

        @Description("How many users were aggregated.") int aggregatedUsers,

        @Description("How many users were paid into the ledger.")
        int postedUsers,

        @Description("What was paid into the ledger.") TokenAmountView posted,

        @Description("How many wallets a reconciliation has compared.")
        int comparedWallets,

        @Nullable @Description("Why it failed, or what it found.")
        String message,

        @Id @Nullable @Description("The user who started it.")
        String startedBy,

        @Description("When it was started.") Instant startedAt,
        @Description("Its last sign of life.") Instant heartbeatAt,
        @Nullable @Description("When it ended.") Instant endedAt,

        @Description("Whether this answers a start with a run that had completed before: nothing was started.")
        boolean replayed) {
    static JobExecutionView of(network.peer.operations.JobExecutionView run) {
        return new JobExecutionView(
                run.runId().toString(),
                run.jobName(),
                run.businessKey(),
                run.runNumber(),
                run.state(),
                run.nodeId(),
                run.step(),
                Arguments.count(run.aggregatedUsers()),
                Arguments.count(run.postedUsers()),
                TokenAmountView.of(run.posted()),
                Arguments.count(run.comparedWallets()),
                run.message(),
                run.startedBy() == null ? null : run.startedBy().toString(),
                run.startedAt(),
                run.heartbeatAt(),
                run.endedAt(),
                run.replayed());
    }
}
