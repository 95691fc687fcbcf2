package network.peer.batch.rewards;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.UUID;

/** Closes the day. */
@Dependent
@Named("closeDay")
public class CloseDayBatchlet extends DayBatchlet {
    @Override
    void process(UUID run, LocalDate rewardDay) {
        steps.close(run, rewardDay);
    }
}
