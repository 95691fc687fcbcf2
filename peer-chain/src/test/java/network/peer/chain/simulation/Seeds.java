package network.peer.chain.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs many seeds, as many at a time as there are processors. */
final class Seeds {
    /** Kept here, because a logger that nobody holds forgets its level. */
    private static final Logger SILENCED = Logger.getLogger("network.peer");

    private Seeds() {}

    /** A simulation fails where a server would warn, far too often to write it down. */
    static void silence() {
        SILENCED.setLevel(Level.OFF);
    }

    /**
     * What all of them came to.
     *
     * @param violations by seed
     */
    record Outcome(
            long seeds,
            long steps,
            long parked,
            long longestMillis,
            FaultMatrix matrix,
            ConcurrentSkipListMap<Long, String> violations) {}

    static Outcome run(long first, long count, Protocol protocol, int enough) throws InterruptedException {
        return run(first, count, protocol, enough, violation -> true);
    }

    /**
     * @param enough stop after so many violations
     * @param counts which violations are counted
     */
    static Outcome run(long first, long count, Protocol protocol, int enough, Predicate<String> counts)
            throws InterruptedException {
        silence();
        FaultMatrix matrix = new FaultMatrix();
        ConcurrentSkipListMap<Long, String> violations = new ConcurrentSkipListMap<>();
        AtomicLong next = new AtomicLong(first);
        AtomicLong ended = new AtomicLong();
        AtomicLong steps = new AtomicLong();
        AtomicLong parked = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    Hosts hosts = new Hosts();
                    long seed = next.getAndIncrement();
                    while (seed < first + count && violations.size() < enough) {
                        Simulation.Result result = Simulation.run(seed, protocol, hosts, Trace.NONE);
                        matrix.add(result.matrix());
                        steps.addAndGet(result.steps());
                        parked.addAndGet(result.parked());
                        longest.accumulateAndGet(result.endMillis(), Math::max);
                        ended.incrementAndGet();
                        String violation = result.violation() == null
                                ? null
                                : String.valueOf(result.violation().getMessage());
                        if (violation != null && counts.test(violation)) {
                            violations.put(seed, violation);
                        }
                        seed = next.getAndIncrement();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the simulation itself failed", failure);
        } finally {
            pool.shutdownNow();
        }
        return new Outcome(ended.get(), steps.get(), parked.get(), longest.get(), matrix, violations);
    }
}
