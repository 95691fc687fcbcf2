package network.peer.chain.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of a node's workers. A round that fails is logged, and tried again after the pause. */
final class WorkerThreads {
    private static final Logger LOGGER = System.getLogger(WorkerThreads.class.getName());

    private final ThreadFactory threads;
    private final Consumer<Throwable> onFailure;
    private final List<ExecutorService> workers = new CopyOnWriteArrayList<>();

    /** @param onFailure is told of each round that fails */
    WorkerThreads(ThreadFactory threads, Consumer<Throwable> onFailure) {
        this.threads = threads;
        this.onFailure = onFailure;
    }

    /** Each worker has a thread of its own: one that waits for a silent node holds up nobody else. */
    void every(Duration pause, String name, Runnable round) {
        Runnable guarded = () -> {
            try {
                round.run();
            } catch (Throwable failure) {
                // The executor would say nothing of it, and never call the round again. A commit that fails comes as an
                // exception that nobody declares, because the container throws it out of a proxy.
                onFailure.accept(failure);
                LOGGER.log(Level.WARNING, "PEER-SET-008 round failed, will retry worker=" + name, failure);
            }
        };
        ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(threads);
        workers.add(worker);
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(guarded, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        workers.forEach(ExecutorService::shutdownNow);
    }
}
