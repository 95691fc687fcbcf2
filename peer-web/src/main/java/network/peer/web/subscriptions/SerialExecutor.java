package network.peer.web.subscriptions;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs the tasks of one connection one after the other, on whichever thread of a pool is free. */
final class SerialExecutor {
    private final Executor pool;
    private final int capacity;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /** @param capacity how many tasks may wait */
    SerialExecutor(Executor pool, int capacity) {
        this.pool = pool;
        this.capacity = capacity;
    }

    /** @return false if too many tasks wait already */
    synchronized boolean offer(Runnable task) {
        if (waiting.size() >= capacity) {
            return false;
        }
        waiting.add(task);
        if (!running) {
            running = true;
            pool.execute(this::runNext);
        }
        return true;
    }

    private void runNext() {
        Runnable task = next();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } finally {
            again();
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        if (task == null) {
            running = false;
        }
        return task;
    }

    /** One task a turn, so that a busy connection does not keep the thread. */
    private synchronized void again() {
        if (waiting.isEmpty()) {
            running = false;
        } else {
            pool.execute(this::runNext);
        }
    }
}
