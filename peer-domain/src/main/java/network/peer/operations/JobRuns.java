package network.peer.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.configuration.Setting;
import network.peer.operations.internal.JobRunStore;
import network.peer.token.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The record of every run of a batch job, and the truth about it for people: the batch runtimes of the servers each know
 * a part only. A run is alive while its heartbeat is younger than the lease; a run that was taken over is refused here
 * when it goes on, which undoes its transaction.
 */
@ApplicationScoped
public class JobRuns {
    /** The batch parameter that carries the run's id. */
    public static final String RUN_ID = "runId";

    private final JobRunStore store;

    @SuppressWarnings("NullAway")
    protected JobRuns() {
        this(null);
    }

    @Inject
    public JobRuns(EntityManager entities) {
        this.store = new JobRunStore(entities);
    }

    /**
     * What beginning a run came to.
     *
     * @param run the new run, or the completed one if {@code run.replayed()}
     * @param previous the newest earlier run of the business key, which the new one continues
     */
    public record Begun(JobExecutionView run, @Nullable JobExecutionView previous) {}

    /**
     * Begins a run, unless one of the same business key is alive or has completed. A run whose server died is marked lost
     * and taken over.
     *
     * @throws BusinessException JOB_RUNNING
     */
    @Transactional
    public Begun begin(String jobName, String businessKey, Map<String, String> parameters, @Nullable UUID startedBy) {
        Optional<JobExecutionView> blocking = store.lockBlocking(jobName, businessKey);
        if (blocking.isPresent() && blocking.get().state() == JobState.COMPLETED) {
            return new Begun(blocking.get().asReplay(), null);
        }
        if (blocking.isPresent() && !store.markLost(blocking.get().runId(), leaseSeconds())) {
            throw running(jobName, businessKey);
        }
        Optional<JobExecutionView> previous = store.findNewest(jobName, businessKey);
        int runNumber = previous.map(JobExecutionView::runNumber).orElse(0) + 1;
        UUID id = Ids.newId();
        Map<String, String> all = new TreeMap<>(parameters);
        all.put(RUN_ID, id.toString());
        if (!store.insert(id, jobName, businessKey, runNumber, all, startedBy)) {
            throw running(jobName, businessKey);
        }
        return new Begun(byId(id), previous.orElse(null));
    }

    /**
     * Whether a schedule should start a run: there was none, or the newest has failed and the pause after it is over. One
     * that was stopped waits for a person. Two schedules that ask at once get the same answer; {@link #begin} lets one in.
     *
     * @param pause after the first failure; doubled with each further run, up to a day
     */
    @Transactional
    public boolean isDue(String jobName, String businessKey, Duration pause) {
        return store.isDue(jobName, businessKey, pause.toSeconds());
    }

    /** The batch runtime has begun with the run. */
    @Transactional
    public void markRunning(UUID runId, long instanceId, long executionId) {
        requireLive(runId, store.markRunning(runId, instanceId, executionId));
    }

    /** @return false if the run has ended */
    @Transactional
    public boolean markStopping(UUID runId) {
        return store.markStopping(runId);
    }

    @Transactional
    public void enterStep(UUID runId, String step) {
        requireLive(runId, store.enterStep(runId, step));
    }

    /** Adds what the surrounding transaction did: both are committed, or neither. */
    @Transactional
    public void addCounts(UUID runId, JobCounts counts) {
        requireLive(runId, store.addCounts(runId, counts));
    }

    /** How many wallets a reconciliation has compared, whoever did it. */
    @Transactional
    public void markCompared(UUID runId, long wallets) {
        requireLive(runId, store.markCompared(runId, wallets));
    }

    /** Sign of life of a run of this JVM. */
    @Transactional
    public void heartbeat(UUID runId) {
        store.heartbeat(runId);
    }

    /** Records the end of a run; one that has ended before stays as it is. */
    @Transactional
    public void end(UUID runId, JobState state, @Nullable String message) {
        if (state.isLive()) {
            throw new IllegalArgumentException("a run cannot end in state " + state);
        }
        store.end(runId, state, message);
    }

    /** @throws BusinessException NOT_FOUND */
    @Transactional
    public JobExecutionView byId(UUID runId) {
        return store.find(runId).orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no job run " + runId));
    }

    /** All runs of all jobs, newest first. */
    @Transactional
    public Page<JobExecutionView> newestFirst(PageRequest request) {
        return Page.of(store.newestFirst(request.afterId(), request.first() + 1), request, run -> run.runId()
                .toString());
    }

    /** Runs of this JVM that have not ended. */
    @Transactional
    public List<JobExecutionView> liveHere() {
        return store.liveOf(NodeIdentity.bootId());
    }

    /** Runs that nobody gives signs of life for. */
    @Transactional
    public List<JobExecutionView> stale() {
        return store.stale(leaseSeconds());
    }

    private static void requireLive(UUID runId, boolean live) {
        if (!live) {
            throw new IllegalStateException("job run " + runId + " has ended or was taken over: it must not go on");
        }
    }

    private static BusinessException running(String jobName, String businessKey) {
        return new BusinessException(ErrorCode.JOB_RUNNING, jobName + " is running for " + businessKey);
    }

    private static long leaseSeconds() {
        return Setting.JOB_LEASE_SECONDS.positiveNumber();
    }
}
