package network.peer.batch.reconciliation;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.UUID;
import network.peer.batch.RunProblems;

/**
 * Compares wallets page by page until none is left. Not a chunk: each page asks the chain, which must not happen inside
 * a transaction. The checkpoint is the reconciliation's own, so a run that died or was stopped is continued after its
 * last page on any server.
 */
@Dependent
@Named("compareWallets")
@SuppressWarnings("NullAway.Init")
public class CompareWalletsBatchlet implements Batchlet {
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

    private volatile boolean stopped;

    @Override
    public String process() {
        UUID run = UUID.fromString(runId);
        problems.watch(run, () -> steps.compareAll(run, UUID.fromString(reconciliationId), () -> stopped));
        return stopped ? "STOPPED" : "DONE";
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
