package network.peer.batch;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;
import network.peer.operations.AuditLog;
import network.peer.operations.JobControl;
import network.peer.operations.JobExecutionView;
import network.peer.operations.JobRuns;
import network.peer.operations.JobRuns.Begun;
import network.peer.operations.JobState;
import network.peer.rewards.RewardDays;
import network.peer.settlement.ReconciliationStore;
import org.jspecify.annotations.Nullable;

/**
 * The only caller of the batch runtime. Its name must not change: Payara shows a job's history only to the component
 * that started it.
 */
@Stateless
@Local(JobControl.class)
@LocalBean
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init")
public class JobControlBean implements JobControl {
    private static final System.Logger LOGGER = System.getLogger(JobControlBean.class.getName());
    private static final String PARTITIONS = "4";

    @Inject
    private RewardDays rewardDays;

    @Inject
    private ReconciliationStore reconciliations;

    @Inject
    private JobRuns jobRuns;

    @Inject
    private AuditLog audit;

    @Override
    public JobExecutionView startDailyRewards(LocalDate day, UUID actorId) {
        return startDay(day, actorId);
    }

    /** {@link #startDailyRewards} by the schedule, which is nobody. */
    public JobExecutionView startScheduledRewards(LocalDate day) {
        return startDay(day, null);
    }

    private JobExecutionView startDay(LocalDate day, @Nullable UUID actorId) {
        rewardDays.requireCloseable(day);
        return start(
                DAILY_REWARDS,
                day.toString(),
                Map.of(
                        "day",
                        day.toString(),
                        "partitions",
                        PARTITIONS,
                        "chunkUsers",
                        Long.toString(Setting.JOB_CHUNK_USERS.positiveNumber())),
                actorId);
    }

    @Override
    public JobExecutionView startReconciliation(UUID actorId) {
        String reconciliationId = reconciliations.begin().id().toString();
        return start(RECONCILIATION, reconciliationId, Map.of("reconciliationId", reconciliationId), actorId);
    }

    @Override
    public JobExecutionView stop(UUID runId, UUID actorId) {
        JobExecutionView run = jobRuns.byId(runId);
        Long executionId = run.executionId();
        boolean isHere =
                jobRuns.liveHere().stream().anyMatch(live -> live.runId().equals(runId));
        // A run that is not alive in this JVM must never be stopped: WildFly would keep it STOPPING for ever.
        if (!isHere || executionId == null) {
            throw new BusinessException(ErrorCode.CONFLICT, "run " + runId + " is not running on this node");
        }
        jobRuns.markStopping(runId);
        audit.record(actorId, "stop-job", run.jobName() + " " + run.businessKey(), "run " + run.runNumber());
        try {
            operator().stop(executionId);
        } catch (BatchRuntimeException ended) {
            throw new BusinessException(ErrorCode.CONFLICT, "run " + runId + " has just ended", ended);
        }
        return jobRuns.byId(runId);
    }

    /**
     * Takes over a run that nobody gives signs of life for, with the parameters that it was started with; of several
     * nodes that try, one does.
     */
    public void continueStale(JobExecutionView stale) {
        try {
            Begun begun = jobRuns.begin(stale.jobName(), stale.businessKey(), stale.parameters(), stale.startedBy());
            if (!begun.run().replayed()) {
                launch(begun, "continue-job", null);
            }
        } catch (BusinessException refused) {
            if (refused.code() != ErrorCode.JOB_RUNNING) {
                throw refused;
            }
        }
    }

    /** What the batch runtime says of an execution; empty if it does not know it. */
    public Optional<BatchStatus> status(long executionId) {
        try {
            return Optional.of(operator().getJobExecution(executionId).getBatchStatus());
        } catch (BatchRuntimeException unknown) {
            return Optional.empty();
        }
    }

    private JobExecutionView start(
            String jobName, String businessKey, Map<String, String> parameters, @Nullable UUID actorId) {
        Begun begun = jobRuns.begin(jobName, businessKey, parameters, actorId);
        return begun.run().replayed() ? begun.run() : launch(begun, "start-job", actorId);
    }

    private JobExecutionView launch(Begun begun, String auditAction, @Nullable UUID actorId) {
        JobExecutionView run = begun.run();
        audit.record(actorId, auditAction, run.jobName() + " " + run.businessKey(), "run " + run.runNumber());
        Properties parameters = new Properties();
        run.parameters().forEach(parameters::setProperty);
        try {
            long executionId = restart(begun.previous(), parameters)
                    .orElseGet(() -> operator().start(run.jobName(), parameters));
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "job launched job={0} key={1} run={2} execution={3,number,#}",
                    run.jobName(),
                    run.businessKey(),
                    run.runId(),
                    executionId);
        } catch (RuntimeException | ServiceConfigurationError e) {
            // An error of the second kind is how Payara says that its job repository is not usable.
            jobRuns.end(run.runId(), JobState.FAILED, "the batch runtime refused: " + e.getMessage());
            throw new BusinessException(ErrorCode.UNAVAILABLE, "the batch runtime refused the job", e);
        }
        return jobRuns.byId(run.runId());
    }

    /**
     * Continues the earlier execution where the batch runtime still has it. Where it does not (the run was another
     * node's, whose repository is its own), a new execution does the same: what is done already stays done.
     */
    private Optional<Long> restart(@Nullable JobExecutionView previous, Properties parameters) {
        if (previous == null || previous.executionId() == null) {
            return Optional.empty();
        }
        long executionId = previous.executionId();
        try {
            Properties known = operator().getParameters(executionId);
            if (!previous.runId().toString().equals(known.getProperty(JobRuns.RUN_ID))) {
                return Optional.empty();
            }
            return Optional.of(operator().restart(executionId, parameters));
        } catch (BatchRuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "execution not restarted, a new one continues run={0} execution={1,number,#} cause={2}",
                    previous.runId(),
                    executionId,
                    e.toString());
            return Optional.empty();
        }
    }

    private static JobOperator operator() {
        return BatchRuntime.getJobOperator();
    }
}
