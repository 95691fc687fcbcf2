package network.peer.batch.planted;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import network.peer.rewards.internal.RewardDayStore;

/** Planted: breaks every rule of the module. */
public final class Everything {
    private Everything() {}

    public static boolean isWrong(EntityManager entities) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return new RewardDayStore(entities).hasUnpaid(today)
                && BatchRuntime.getJobOperator().getJobNames().isEmpty();
    }
}
