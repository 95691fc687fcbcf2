package network.peer.launcher.bench.api;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import network.peer.launcher.bench.api.LoadClient.Requests;

/** Loads a server by many clients at once. */
final class Load {
    private final URI server;
    private final ApiSize size;

    Load(URI server, ApiSize size) {
        this.server = server;
        this.size = size;
    }

    Measured measure(Requests requests) {
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(size.warmUp());
        long end = start + TimeUnit.SECONDS.toNanos(size.seconds());
        List<LoadClient> clients = IntStream.range(0, size.clients())
                .mapToObj(number -> new LoadClient(server, requests, number, start, end))
                .toList();
        CompletableFuture.allOf(clients.stream()
                        .map(client -> CompletableFuture.runAsync(client, Load::start))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        return new Measured(size.seconds(), clients);
    }

    private static void start(Runnable client) {
        Thread thread = new Thread(client, "client");
        thread.setDaemon(true);
        thread.start();
    }
}
