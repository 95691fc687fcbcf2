package network.peer.chain.rpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** How fast blocks come, measured while watching: the network's slot time has changed before and will again. */
public final class BlockPace {
    private static final int SAMPLES = 30;

    /** Far below what any cluster does: only what nobody could believe is left out. */
    private static final long FASTEST_BLOCK_NANOS = Duration.ofMillis(10).toNanos();

    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private int ignoredInARow;

    BlockPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Sample(long blockHeight, long atNanos) {}

    /** How long so many blocks take at the measured pace; zero before there is a measurement. */
    public synchronized Duration blocks(int count) {
        if (samples.size() < 2) {
            return Duration.ZERO;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long nanosPerBlock = (last.atNanos() - first.atNanos()) / (last.blockHeight() - first.blockHeight());
        return Duration.ofNanos(Math.multiplyExact(nanosPerBlock, count));
    }

    /**
     * A height that is not above all before it says nothing: a node that lags, or no new block yet. Nor does one that blocks
     * cannot have reached since. If all are like that, what was measured before was wrong.
     */
    synchronized void seen(long blockHeight) {
        Sample seen = new Sample(blockHeight, nanoTime.getAsLong());
        Sample last = samples.peekLast();
        if (last != null && blockHeight == last.blockHeight()) {
            return;
        }
        boolean isBelievable = last == null || isBelievable(last, seen);
        ignoredInARow = isBelievable ? 0 : ignoredInARow + 1;
        if (ignoredInARow == SAMPLES) {
            ignoredInARow = 0;
            samples.clear();
        } else if (!isBelievable) {
            return;
        }
        samples.addLast(seen);
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    private static boolean isBelievable(Sample last, Sample next) {
        long blocks = next.blockHeight() - last.blockHeight();
        return blocks > 0 && blocks <= (next.atNanos() - last.atNanos()) / FASTEST_BLOCK_NANOS;
    }
}
