package network.peer.batch.rewards;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import network.peer.batch.RunProblems;

/** Posts one chunk of shares as one ledger transaction, in the transaction of the chunk. */
@Dependent
@Named("shareWriter")
@SuppressWarnings("NullAway.Init")
public class ShareWriter extends AbstractItemWriter {
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
    public void writeItems(List<Object> userIds) {
        UUID run = UUID.fromString(runId);
        problems.watch(run, () -> steps.post(run, LocalDate.parse(day), userIds.size()));
    }
}
