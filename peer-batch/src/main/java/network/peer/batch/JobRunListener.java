package network.peer.batch;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.JobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.UUID;
import network.peer.operations.JobRuns;
import network.peer.operations.JobState;

/** Keeps the record of a run in step with the batch runtime. A job records its completion itself, in its last step. */
@Dependent
@Named("jobRunListener")
@SuppressWarnings("NullAway.Init")
public class JobRunListener implements JobListener {
    @Inject
    @BatchProperty
    String runId;

    @Inject
    JobContext context;

    @Inject
    JobRuns jobRuns;

    @Inject
    RunProblems problems;

    @Override
    public void beforeJob() {
        jobRuns.markRunning(UUID.fromString(runId), context.getInstanceId(), context.getExecutionId());
    }

    @Override
    public void afterJob() {
        UUID run = UUID.fromString(runId);
        JobState state = jobRuns.byId(run).state();
        BatchStatus status = context.getBatchStatus();
        boolean stopped = status == BatchStatus.STOPPING || status == BatchStatus.STOPPED;
        if (!state.isLive()) {
            problems.take(run);
        } else if (!stopped) {
            jobRuns.end(run, JobState.FAILED, problems.take(run).orElse("the batch runtime gave the job up"));
        } else if (state == JobState.STOPPING) {
            jobRuns.end(run, JobState.STOPPED, "stopped by an operator");
        }
        // Stopped because the server goes down: the run stays alive until its lease ends, and is then continued.
    }
}
