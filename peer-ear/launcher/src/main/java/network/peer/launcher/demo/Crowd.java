package network.peer.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import network.peer.launcher.LauncherException;

/** A few clients that work at the same time. */
final class Crowd implements AutoCloseable {

    private static final int CLIENTS = 4;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, task -> {
        Thread thread = new Thread(task, "demo-client");
        thread.setDaemon(true);
        return thread;
    });

    /** Does the work for 0, 1, … count-1 and returns when all of it is done; the first failure ends the demo. */
    void each(int count, String what, IntConsumer work) {
        List<Future<?>> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int one = number;
            all.add(clients.submit(() -> work.accept(one)));
        }
        try {
            for (Future<?> future : all) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new LauncherException("The demo's " + what + " failed: " + cause(e) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("The demo was interrupted.", e);
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }

    private static String cause(ExecutionException e) {
        return e.getCause() instanceof GraphQLFailure failure
                ? String.valueOf(failure.getMessage())
                : String.valueOf(e.getCause());
    }
}
