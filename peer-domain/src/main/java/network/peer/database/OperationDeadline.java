package network.peer.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Until when the work of this thread must be done. A thread without one, such as a worker of settlement, may take as
 * long as it needs. While there is one, the database ends a statement that would outlast it (SQLSTATE 57014).
 */
public final class OperationDeadline {
    private static final ThreadLocal<@Nullable OperationDeadline> CURRENT = new ThreadLocal<>();

    private final long endNanos;

    private OperationDeadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /** Holds for this thread until {@link #end()}. */
    public static void begin(Duration duration) {
        CURRENT.set(new OperationDeadline(System.nanoTime() + duration.toNanos()));
    }

    /** This thread may be used for anything again. */
    public static void end() {
        CURRENT.remove();
    }

    /** @throws BusinessException TIMED_OUT if this thread has a deadline and it has passed */
    public static void check() {
        OperationDeadline deadline = CURRENT.get();
        if (deadline != null && deadline.remainingNanos() <= 0) {
            throw new BusinessException(ErrorCode.TIMED_OUT, ErrorCode.TIMED_OUT.meaning());
        }
    }

    static void limit(Statement statement) throws SQLException {
        OperationDeadline deadline = CURRENT.get();
        if (deadline != null) {
            // Whole seconds are all that JDBC knows, and zero would be no limit.
            long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, deadline.remainingNanos())) + 1;
            statement.setQueryTimeout((int) Math.min(seconds, Integer.MAX_VALUE));
        }
    }

    private long remainingNanos() {
        return endNanos - System.nanoTime();
    }
}
