package network.peer.launcher.bench.api;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.peer.launcher.LauncherException;
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
        List<LoadClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size.clients(); i++) {
            LoadClient client = new LoadClient(server, requests, i, start, end);
            clients.add(client);
            Thread thread = new Thread(client, "client-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("The benchmark was interrupted.", e);
        }
        return new Measured(size.seconds(), clients);
    }
}
