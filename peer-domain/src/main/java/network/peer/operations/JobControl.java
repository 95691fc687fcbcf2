package network.peer.operations;

import java.time.LocalDate;
import java.util.UUID;
import network.peer.BusinessException;

/** Starts and stops batch jobs. The local business interface of an EJB in the batch module. */
public interface JobControl {
    /** The job that closes a day, allocates its pool and posts the shares. */
    String DAILY_REWARDS = "daily-rewards";

    /** The job that compares every wallet and the supply with the chain. */
    String RECONCILIATION = "reconciliation";

    /**
     * Starts the rewards of a day, or continues a run of it that failed, was stopped, or whose server died. A day whose
     * run has completed is not started again: its finished run is the answer, marked as replayed.
     *
     * @param actorId the OPERATOR
     * @throws BusinessException DAY_NOT_OVER; JOB_RUNNING if a run of this day is alive, also for the one of two
     *     simultaneous starts that comes second
     */
    JobExecutionView startDailyRewards(LocalDate day, UUID actorId);

    /**
     * Starts a reconciliation, or goes on with the one that is not finished; its id is the run's business key.
     *
     * @param actorId the OPERATOR
     * @throws BusinessException JOB_RUNNING
     */
    JobExecutionView startReconciliation(UUID actorId);

    /**
     * Asks a run to stop at its next chunk or page; it can be continued later.
     *
     * @throws BusinessException NOT_FOUND; CONFLICT if it is not running on this node
     */
    JobExecutionView stop(UUID runId, UUID actorId);
}
