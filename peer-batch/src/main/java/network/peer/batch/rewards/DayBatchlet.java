package network.peer.batch.rewards;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.batch.RunProblems;

/** A step that is one transaction over one day. */
@SuppressWarnings("NullAway.Init")
abstract class DayBatchlet extends AbstractBatchlet {
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
    public final String process() {
        problems.watch(runId(), () -> process(runId(), LocalDate.parse(day)));
        return "DONE";
    }

    abstract void process(UUID run, LocalDate rewardDay);

    private UUID runId() {
        return UUID.fromString(runId);
    }
}
