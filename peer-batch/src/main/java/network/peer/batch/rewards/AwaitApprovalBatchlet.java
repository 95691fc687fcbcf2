package network.peer.batch.rewards;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import network.peer.batch.RunProblems;

/** Lets the day pass, or ends the execution until an operator has approved the proposal. */
@Dependent
@Named("awaitApproval")
@SuppressWarnings("NullAway.Init")
public class AwaitApprovalBatchlet extends AbstractBatchlet {
    @Inject
    @BatchProperty
    String day;

    @Inject
    @BatchProperty
    String runId;

    @Inject
    DailyRewardsSteps steps;

    @Inject
    RunProblems problems;

    @Override
    public String process() {
        AtomicBoolean approved = new AtomicBoolean();
        UUID run = UUID.fromString(runId);
        problems.watch(run, () -> approved.set(steps.isApproved(run, LocalDate.parse(day))));
        return approved.get() ? "APPROVED" : "WAITS";
    }
}
