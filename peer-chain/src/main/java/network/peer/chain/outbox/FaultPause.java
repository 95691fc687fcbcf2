package network.peer.chain.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a lane rests after a fault: twice as long each time, with jitter so that lanes do not knock together. */
final class FaultPause {
    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int faults;

    FaultPause(Duration first, Duration longest, RandomGenerator random) {
        this.random = random;
        this.first = first;
        this.longest = longest;
    }

    Duration first() {
        return first;
    }

    /** Between the half and the whole of what is due. */
    Duration next() {
        long due = Math.min(longest.toMillis(), first.toMillis() << Math.min(faults, MOST_DOUBLINGS));
        faults++;
        return Duration.ofMillis(due - random.nextLong(due / 2 + 1));
    }

    void reset() {
        faults = 0;
    }
}
