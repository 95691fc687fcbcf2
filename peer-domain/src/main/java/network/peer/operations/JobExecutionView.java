package network.peer.operations;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * One run of a batch job, as people see it.
 *
 * @param businessKey what the run is about, such as the reward day
 * @param runNumber 1 for the first run of this business key
 * @param instanceId the batch runtime's own number, unique on one node only
 * @param executionId the batch runtime's own number, unique on one node only
 * @param comparedWallets of a reconciliation, those included that an interrupted run before it compared
 * @param message why it failed, or what it found
 * @param replayed whether this answers a start with a run that had completed before: nothing was started
 */
public record JobExecutionView(
        UUID runId,
        String jobName,
        String businessKey,
        int runNumber,
        JobState state,
        String nodeId,
        Map<String, String> parameters,
        @Nullable Long instanceId,
        @Nullable Long executionId,
        @Nullable String step,
        long aggregatedUsers,
        long postedUsers,
        TokenAmount posted,
        long comparedWallets,
        @Nullable String message,
        @Nullable UUID startedBy,
        Instant startedAt,
        Instant heartbeatAt,
        @Nullable Instant endedAt,
        boolean replayed) {
    public JobExecutionView {
        parameters = Map.copyOf(parameters);
    }

    /** The same run as the answer to a start that started nothing. */
    public JobExecutionView asReplay() {
        return new JobExecutionView(
                runId,
                jobName,
                businessKey,
                runNumber,
                state,
                nodeId,
                parameters,
                instanceId,
                executionId,
                step,
                aggregatedUsers,
                postedUsers,
                posted,
                comparedWallets,
                message,
                startedBy,
                startedAt,
                heartbeatAt,
                endedAt,
                true);
    }
}
