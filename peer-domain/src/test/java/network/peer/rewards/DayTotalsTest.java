package network.peer.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import network.peer.configuration.Setting;
import network.peer.rewards.DayTotals.Total;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;

class DayTotalsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-21");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger counts = new AtomicInteger();
    private final DayTotals totals = new DayTotals(nanos::get);

    @Test
    void aTotalIsCountedAgainWhenItIsOldAndForAnotherDay() {
        assertThat(totals.of(DAY, counted(DAY)).gemsHundredths()).isEqualTo(1);
        nanos.addAndGet(Setting.REWARDS_ESTIMATE_SECONDS.seconds().toNanos() - 1);
        assertThat(totals.of(DAY, counted(DAY)).gemsHundredths()).isEqualTo(1);
        nanos.incrementAndGet();
        assertThat(totals.of(DAY, counted(DAY)).gemsHundredths()).isEqualTo(2);

        LocalDate next = DAY.plusDays(1);
        assertThat(totals.of(next, counted(next))).isEqualTo(new Total(next, 3, TokenAmount.ZERO));
    }

    @Test
    void whileOneCountsTheOthersAreToldTheTotalBefore() throws Exception {
        totals.of(DAY, counted(DAY));
        nanos.addAndGet(Setting.REWARDS_ESTIMATE_SECONDS.seconds().toNanos());
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Total mine = totals.of(DAY, () -> {
                try {
                    assertThat(other.submit(() -> totals.of(DAY, counted(DAY)).gemsHundredths())
                                    .get())
                            .isEqualTo(1);
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
                return counted(DAY).get();
            });
            assertThat(mine.gemsHundredths()).isEqualTo(2);
        } finally {
            other.shutdownNow();
        }
    }

    private Supplier<Total> counted(LocalDate day) {
        return () -> new Total(day, counts.incrementAndGet(), TokenAmount.ZERO);
    }
}
