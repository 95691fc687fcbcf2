package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import network.peer.testing.TestDatabase;
import network.peer.web.protection.SharedBucketsIT.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes and one database: they share a budget, and ask the database only about those who come often. */
class SlicedBucketsIT {
    private static final int A_MINUTES_WORTH = 60;
    private static final int SLICE = A_MINUTES_WORTH / 10;

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final Time time = new Time();
    private final AtomicInteger connections = new AtomicInteger();
    private final Buckets one = node();
    private final Buckets other = node();

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void oneNodeLetsTheWholeBudgetThroughAtOnce() {
        one.take("a", A_MINUTES_WORTH);

        refused(one, "a", 1);
    }

    @Test
    void oneNodeLetsTheWholeBudgetThroughOneByOne() {
        for (int i = 0; i < A_MINUTES_WORTH; i++) {
            one.take("b", 1);
        }

        refused(one, "b", 1);
    }

    @Test
    void aSecondNodeAddsNoMoreThanASlice() {
        one.take("c", A_MINUTES_WORTH);

        other.take("c", SLICE);

        refused(other, "c", 1);
        refused(one, "c", 1);
    }

    @Test
    void whoComesToBothAtOnceGetsNoMoreThanOneBudgetAndASlice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 3 * A_MINUTES_WORTH; i++) {
                Buckets node = i % 2 == 0 ? one : other;
                calls.add(() -> isLetIn(node, "d"));
            }

            int letIn = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                letIn += call.get() ? 1 : 0;
            }

            assertThat(letIn).isEqualTo(A_MINUTES_WORTH + SLICE);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoComesSeldomCostsTheDatabaseNothing() {
        one.take("e", SLICE);
        time.pass(Duration.ofMinutes(1));
        one.take("e", SLICE);

        assertThat(connections).hasValue(0);
    }

    @Test
    void whoComesOftenCostsTheDatabaseOneLookASlice() {
        one.take("f", 2 * SLICE);
        int before = connections.get();

        for (int i = 2 * SLICE; i < A_MINUTES_WORTH; i++) {
            one.take("f", 1);
        }

        assertThat(connections).hasValue(before + 8);
    }

    @Test
    void aFloodOfRefusalsCostsTheDatabaseOneLookASecond() {
        one.take("g", A_MINUTES_WORTH);
        refused(one, "g", 2);
        int before = connections.get();

        for (int i = 0; i < 1_000; i++) {
            refused(one, "g", 2);
        }
        assertThat(connections).hasValue(before);

        time.pass(Duration.ofSeconds(1));
        refused(one, "g", 2);
        assertThat(connections).hasValue(before + 1);
    }

    @Test
    void whoTriesAgainAfterTheTimeItWasToldIsLetIn() {
        one.take("h", A_MINUTES_WORTH);
        for (int calls : new int[] {1, 7, 30, A_MINUTES_WORTH}) {
            assertThatThrownBy(() -> one.take("h", calls))
                    .isInstanceOfSatisfying(RateLimitedException.class, refusal -> {
                        assertThat(refusal.retryAfterSeconds()).isLessThanOrEqualTo(calls + 2L);
                        time.pass(Duration.ofSeconds(refusal.retryAfterSeconds()));
                    });
            assertThatCode(() -> one.take("h", calls)).as(calls + " calls").doesNotThrowAnyException();
        }
    }

    @Test
    void aLimitTooSmallToBeCutIsSharedAsItIs() {
        Buckets small = SlicedBuckets.of("small", 3, dataSource(), time);
        Buckets beside = SlicedBuckets.of("small", 3, dataSource(), time);

        small.take("i", 2);
        beside.take("i", 1);

        refused(small, "i", 1);
    }

    private Buckets node() {
        return SlicedBuckets.of("test", A_MINUTES_WORTH, dataSource(), time);
    }

    /** Counts how often the database is asked. */
    private DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connections.incrementAndGet();
                    }
                    return method.invoke(database.appDataSource(), arguments);
                });
    }

    private static boolean isLetIn(Buckets node, String key) {
        try {
            node.take(key, 1);
            return true;
        } catch (RateLimitedException refusal) {
            return false;
        }
    }

    private static void refused(Buckets node, String key, int count) {
        assertThatThrownBy(() -> node.take(key, count))
                .isInstanceOfSatisfying(RateLimitedException.class, refusal -> assertThat(refusal.retryAfterSeconds())
                        .isPositive());
    }
}
