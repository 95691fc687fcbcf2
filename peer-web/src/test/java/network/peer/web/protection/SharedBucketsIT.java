package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import network.peer.ErrorCode;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes and one database: what one of them let in, the other has let in too. */
class SharedBucketsIT {
    private static final int A_MINUTES_WORTH = 60;

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final Time time = new Time();
    private final SharedBuckets one = node(A_MINUTES_WORTH);
    private final SharedBuckets other = node(A_MINUTES_WORTH);

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void nodesHaveOneBudget() {
        one.take("198.51.100.1", 40);
        other.take("198.51.100.1", 20);

        refused(() -> one.take("198.51.100.1", 1));
        refused(() -> other.take("198.51.100.1", 1));
        assertThatCode(() -> other.take("198.51.100.2", A_MINUTES_WORTH)).doesNotThrowAnyException();
    }

    @Test
    void whatComesBackComesBackOnceForBoth() {
        one.take("198.51.100.3", A_MINUTES_WORTH);
        time.pass(Duration.ofSeconds(1));

        other.take("198.51.100.3", 1);

        refused(() -> one.take("198.51.100.3", 1));
    }

    @Test
    void whoComesToBothAtOnceGetsNoMoreThanOneBudget() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * A_MINUTES_WORTH; i++) {
                SharedBuckets node = i % 2 == 0 ? one : other;
                calls.add(() -> isLetIn(node));
            }

            int letIn = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                letIn += call.get() ? 1 : 0;
            }

            assertThat(letIn).isEqualTo(A_MINUTES_WORTH);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As when one node has been restarted with another setting, and the other not yet. */
    @Test
    void anotherLimitIsAnotherBudget() {
        node(5).take("198.51.100.5", 5);

        refused(() -> node(5).take("198.51.100.5", 1));
        assertThatCode(() -> one.take("198.51.100.5", 1)).doesNotThrowAnyException();
    }

    @Test
    void whatIsCountedForOneThingIsNotCountedForAnother() {
        one.take("198.51.100.7", A_MINUTES_WORTH);

        assertThatCode(() -> new SharedBuckets("other", A_MINUTES_WORTH, database.appDataSource(), time)
                        .take("198.51.100.7", A_MINUTES_WORTH))
                .doesNotThrowAnyException();
    }

    @Test
    void noAddressStandsInTheDatabase() throws SQLException {
        one.take("198.51.100.6", 1);

        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from rate_limit_bucket")) {
            assertThat(rows.next()).isTrue();
            do {
                assertThat(rows.getString(1)).matches("[0-9a-f]{64}");
            } while (rows.next());
        }
    }

    private static boolean isLetIn(SharedBuckets node) {
        try {
            node.take("198.51.100.4", 1);
            return true;
        } catch (RateLimitedException refusal) {
            return false;
        }
    }

    private SharedBuckets node(long perMinute) {
        return new SharedBuckets("test", perMinute, database.appDataSource(), time);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RateLimitedException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refusal.retryAfterSeconds()).isPositive();
        });
    }

    /** Stands still until it is told to pass, for all nodes. */
    static final class Time implements TimeMeter {
        private final AtomicLong nanos = new AtomicLong(Duration.ofDays(20_000).toNanos());

        void pass(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
