package network.peer.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work beside the main thread, with its class loader: the common pool's threads have the system's, which inside Maven
 * knows none of our libraries.
 */
final class Background {

    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "launcher-background");
        thread.setDaemon(true);
        thread.start();
    };

    private Background() {}

    static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    static <T extends @Nullable Object> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, THREADS);
    }
}
