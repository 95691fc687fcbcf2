package network.peer.chain.rpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** How fast blocks come, measured while watching: the network's slot time has changed before and will again. */
public final class BlockPace {
    private static final int SAMPLES = 30;

    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();

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

    /** A height that is not above all before it says nothing: a node that lags, or no new block yet. */
    synchronized void seen(long blockHeight) {
        if (!samples.isEmpty() && blockHeight <= samples.getLast().blockHeight()) {
            return;
        }
        samples.addLast(new Sample(blockHeight, nanoTime.getAsLong()));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }
}
