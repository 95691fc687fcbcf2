package network.peer.batch.rewards;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.UUID;

/** Divides the pool. */
@Dependent
@Named("allocatePool")
public class AllocatePoolBatchlet extends DayBatchlet {
    @Override
    void process(UUID run, LocalDate rewardDay) {
        steps.allocate(run, rewardDay);
    }
}
