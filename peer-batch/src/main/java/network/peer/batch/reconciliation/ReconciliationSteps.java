package network.peer.batch.reconciliation;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import network.peer.operations.JobRuns;
import network.peer.operations.JobState;
import network.peer.settlement.Reconciliation;
import network.peer.settlement.ReconciliationStore.Run;

/**
 * Each step, followed by its mark in the job run's record; a run that was taken over by another is refused its mark,
 * which ends it. What it compared until then counts all the same: a page twice is found once.
 */
@ApplicationScoped
public class ReconciliationSteps {
    private final JobRuns jobRuns;

    @EJB(lookup = "java:app/peer-chain/ReconciliationBean!network.peer.settlement.Reconciliation")
    @SuppressWarnings("NullAway.Init")
    private Reconciliation reconciliation;

    @SuppressWarnings("NullAway")
    protected ReconciliationSteps() {
        this.jobRuns = null;
    }

    @Inject
    public ReconciliationSteps(JobRuns jobRuns) {
        this.jobRuns = jobRuns;
    }

    /** As the container does it, for a test. */
    ReconciliationSteps(JobRuns jobRuns, Reconciliation reconciliation) {
        this.jobRuns = jobRuns;
        this.reconciliation = reconciliation;
    }

    void compareAll(UUID runId, UUID reconciliationId, BooleanSupplier stopped) {
        jobRuns.enterStep(runId, "compare");
        Optional<Run> compared;
        do {
            compared = reconciliation.compareNext(reconciliationId);
            compared.ifPresent(run -> jobRuns.markCompared(runId, run.wallets()));
        } while (compared.isPresent() && !stopped.getAsBoolean());
    }

    void end(UUID runId, UUID reconciliationId) {
        jobRuns.enterStep(runId, "supply");
        Run ended = reconciliation.end(reconciliationId);
        jobRuns.markCompared(runId, ended.wallets());
        jobRuns.end(
                runId,
                JobState.COMPLETED,
                ended.wallets() + " wallets and the supply compared, " + ended.differences() + " differences");
    }
}
