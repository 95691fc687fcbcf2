package network.peer.web.health;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was seen last, looked at anew once it is old: by one who asks, while the others get what was seen before. */
final class Recent<T> {
    private final Supplier<T> look;
    private final Duration fresh;
    private final LongSupplier nanoTime;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Seen<T> last;

    /** @param nanoTime of a clock that never goes back */
    Recent(Supplier<T> look, Duration fresh, LongSupplier nanoTime) {
        this.look = look;
        this.fresh = fresh;
        this.nanoTime = nanoTime;
    }

    private record Seen<T>(T value, long atNanos) {}

    T get() {
        Seen<T> seen = last;
        if (seen == null) {
            looking.lock();
        } else if (isFresh(seen) || !looking.tryLock()) {
            return seen.value();
        }
        try {
            Seen<T> meanwhile = last;
            if (meanwhile != null && isFresh(meanwhile)) {
                return meanwhile.value();
            }
            T value = look.get();
            last = new Seen<>(value, nanoTime.getAsLong());
            return value;
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh(Seen<T> seen) {
        return nanoTime.getAsLong() - seen.atNanos() < fresh.toNanos();
    }
}
