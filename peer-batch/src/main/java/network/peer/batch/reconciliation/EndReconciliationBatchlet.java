package network.peer.batch.reconciliation;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.UUID;
import network.peer.batch.RunProblems;

/** Compares the supply, and ends the reconciliation and its run. */
@Dependent
@Named("endReconciliation")
@SuppressWarnings("NullAway.Init")
public class EndReconciliationBatchlet extends AbstractBatchlet {
    @Inject
    @BatchProperty
    String reconciliationId;

    @Inject
    @BatchProperty
    String runId;

    @Inject
    ReconciliationSteps steps;

    @Inject
    RunProblems problems;

    @Override
    public String process() {
        UUID run = UUID.fromString(runId);
        problems.watch(run, () -> steps.end(run, UUID.fromString(reconciliationId)));
        return "DONE";
    }
}
