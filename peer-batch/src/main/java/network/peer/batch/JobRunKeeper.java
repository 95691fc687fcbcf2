package network.peer.batch;

import jakarta.annotation.PostConstruct;
import jakarta.batch.runtime.BatchStatus;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import network.peer.database.DatabaseMigration;
import network.peer.operations.JobExecutionView;
import network.peer.operations.JobRuns;
import network.peer.operations.JobState;

/** Gives signs of life for the runs of this JVM, and continues runs whose server died. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init")
public class JobRunKeeper {
    private static final System.Logger LOGGER = System.getLogger(JobRunKeeper.class.getName());

    @EJB
    private JobControlBean jobControl;

    @Inject
    private JobRuns jobRuns;

    @Inject
    private RunProblems problems;

    @PostConstruct
    void migrate() {
        DatabaseMigration.ensureMigrated();
    }

    /** Much more often than the lease of a run. */
    @Schedule(hour = "*", minute = "*", second = "*/3", persistent = false)
    public void keep() {
        try {
            jobRuns.liveHere().forEach(this::keep);
            jobRuns.stale().forEach(jobControl::continueStale);
        } catch (Exception e) {
            // A commit that fails comes as a checked exception that nobody declares.
            LOGGER.log(System.Logger.Level.WARNING, "PEER-BAT-002 job runs not kept, next try in 3 s", e);
        }
    }

    private void keep(JobExecutionView run) {
        if (run.executionId() == null) {
            // Starting takes moments: a run that never got an execution must not be kept alive by its server.
            return;
        }
        Optional<BatchStatus> status = jobControl.status(run.executionId());
        if (status.filter(JobRunKeeper::isOver).isEmpty()) {
            jobRuns.heartbeat(run.runId());
        } else if (run.state() == JobState.STOPPING) {
            jobRuns.end(run.runId(), JobState.STOPPED, "stopped by an operator");
        } else if (status.get() != BatchStatus.STOPPED) {
            // Its listener could not record the end; a job that completed has done so itself.
            jobRuns.end(run.runId(), JobState.FAILED, problems.take(run.runId()).orElse("ended without a record"));
        }
    }

    private static boolean isOver(BatchStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, STOPPED, ABANDONED -> true;
            case STARTING, STARTED, STOPPING -> false;
        };
    }
}
