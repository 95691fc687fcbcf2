package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import network.peer.configuration.Setting;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the day that goes on. Counting takes a look at every gem of the day, so it is done once for all
 * who ask within some seconds, however often they do.
 */
@ApplicationScoped
public class DayTotals {
    private final LongSupplier nanoTime;
    private final ReentrantLock counting = new ReentrantLock();
    private volatile @Nullable Counted last;

    public DayTotals() {
        this(System::nanoTime);
    }

    DayTotals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A day as it stands.
     *
     * @param gemsHundredths of all who would be kept
     * @param pool what the day may mint
     */
    public record Total(LocalDate day, long gemsHundredths, TokenAmount pool) {}

    private record Counted(Total total, long atNanos) {}

    /**
     * The day's total, at most {@code peer.rewards.estimate-seconds} old, or older while somebody else counts.
     *
     * @param count counts anew
     */
    public Total of(LocalDate day, Supplier<Total> count) {
        Counted known = last;
        if (known != null && isFresh(known, day)) {
            return known.total();
        }
        if (known == null || !known.total().day().equals(day)) {
            counting.lock();
        } else if (!counting.tryLock()) {
            return known.total();
        }
        try {
            Counted meanwhile = last;
            if (meanwhile != null && isFresh(meanwhile, day)) {
                return meanwhile.total();
            }
            Total total = count.get();
            last = new Counted(total, nanoTime.getAsLong());
            return total;
        } finally {
            counting.unlock();
        }
    }

    private boolean isFresh(Counted counted, LocalDate day) {
        return counted.total().day().equals(day)
                && nanoTime.getAsLong() - counted.atNanos()
                        < Setting.REWARDS_ESTIMATE_SECONDS.seconds().toNanos();
    }
}
