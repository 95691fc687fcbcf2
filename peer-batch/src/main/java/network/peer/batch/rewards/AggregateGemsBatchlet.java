package network.peer.batch.rewards;

import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.UUID;

/** Sums the gems of one partition of the users. */
@Dependent
@Named("aggregateGems")
@SuppressWarnings("NullAway.Init")
public class AggregateGemsBatchlet extends DayBatchlet {
    @Inject
    @BatchProperty
    String partition;

    @Inject
    @BatchProperty
    String partitions;

    @Override
    void process(UUID run, LocalDate rewardDay) {
        steps.aggregate(run, rewardDay, Integer.parseInt(partition), Integer.parseInt(partitions));
    }
}
