package network.peer.chain.rpc;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** How one node does. After a failure it rests: twice as long each time, with jitter, and never less than it asked for. */
final class EndpointHealth {
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 10;

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private int failures;
    private long restUntilNanos;
    private long slot;

    EndpointHealth(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    synchronized boolean isResting() {
        return failures > 0 && nanoTime.getAsLong() - restUntilNanos < 0;
    }

    /** The newest slot that it has shown; 0 before the first. */
    synchronized long slot() {
        return slot;
    }

    synchronized void answered(long newSlot) {
        failures = 0;
        slot = newSlot;
    }

    synchronized void failed(Duration asked) {
        long due = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        long rest = due - random.nextLong(due / 2 + 1);
        restUntilNanos = nanoTime.getAsLong() + Math.max(rest, asked.toNanos());
    }
}
