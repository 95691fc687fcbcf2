package network.peer.batch.rewards;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.UUID;

/** Ends the day and its run. */
@Dependent
@Named("completeDay")
public class CompleteDayBatchlet extends DayBatchlet {
    @Override
    void process(UUID run, LocalDate rewardDay) {
        steps.complete(run, rewardDay);
    }
}
