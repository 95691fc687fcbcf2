package network.peer.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes two transactions meet at a lock, on purpose: the second is begun on a thread of its own, and the test goes on
 * only when PostgreSQL says that it waits.
 */
public final class Race implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final TestDatabase database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    public Race(TestDatabase database) {
        this.database = database;
    }

    /** Begins the work and returns once it waits for a lock that somebody else holds. */
    public <T> Future<T> beginAndBlock(Callable<T> work) throws SQLException {
        Future<T> second = thread.submit(work);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            while (!isWaiting(statement)) {
                if (second.isDone()) {
                    throw new AssertionError("the second transaction ended without waiting");
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the second transaction never waited for a lock");
                }
                Thread.onSpinWait();
            }
        }
        return second;
    }

    private static boolean isWaiting(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select exists (select 1 from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
