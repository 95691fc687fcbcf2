package network.peer.web.protection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * In the database for those who come often, so that all nodes count together, and in the memory of this node for everybody
 * else: each node lets a tenth through on its own, and takes what is needed beyond from the shared bucket, a tenth at a time.
 * Several nodes together let through a tenth more for each node after the first.
 */
final class SlicedBuckets extends Buckets {
    private static final int SLICES = 10;
    private static final Duration UNUSED = Duration.ofMinutes(2);
    private static final int MOST = 100_000;

    /** By one whom the shared bucket has refused: a flood of refusals costs the database one look a second. */
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(1);

    private final long slice;
    private final SharedBuckets shared;
    private final TimeMeter clock;
    private final Cache<String, Slice> slices =
            Caffeine.newBuilder().expireAfterAccess(UNUSED).maximumSize(MOST).build();

    private SlicedBuckets(long perMinute, SharedBuckets shared, TimeMeter clock) {
        super(perMinute);
        this.slice = perMinute - shared.perMinute();
        this.shared = shared;
        this.clock = clock;
    }

    /** @param what is counted: each has buckets of its own */
    static Buckets of(String what, long perMinute, DataSource dataSource) {
        return of(what, perMinute, dataSource, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** @param clock that all nodes have, as near as clocks are */
    static Buckets of(String what, long perMinute, DataSource dataSource, TimeMeter clock) {
        // What cannot be cut is shared as it is.
        return perMinute < SLICES
                ? new SharedBuckets(what, perMinute, dataSource, clock)
                : new SlicedBuckets(
                        perMinute, new SharedBuckets(what, perMinute - perMinute / SLICES, dataSource, clock), clock);
    }

    @Override
    long takeOrWait(String key, long count) {
        return slices.get(key, unused -> new Slice(key)).takeOrWait(count);
    }

    /** What this node has of one key. */
    private final class Slice {
        private final String key;
        private final Bucket own;
        private long refusedUntilNanos;

        Slice(String key) {
            this.key = key;
            this.own = Bucket.builder()
                    .addLimit(configuration(slice).getBandwidths()[0])
                    .withCustomTimePrecision(clock)
                    .build();
        }

        /** One at a time, so that of many who come at once one asks the database. */
        synchronized long takeOrWait(long count) {
            if (own.tryConsume(count)) {
                return 0;
            }
            long missing = count - own.getAvailableTokens();
            long stillRefused = refusedUntilNanos - clock.currentTimeNanos();
            if (stillRefused > 0) {
                return stillRefused;
            }
            long got = shared.takeWhatIsThere(key, Math.max(missing, slice));
            if (got > 0) {
                own.forceAddTokens(got);
            }
            if (own.tryConsume(count)) {
                return 0;
            }
            refusedUntilNanos = clock.currentTimeNanos() + ASKED_AGAIN.toNanos();
            return TimeUnit.SECONDS.toNanos(secondsUntil(count, own.getAvailableTokens())) - 1;
        }

        /** The shared bucket is empty now; both are filled at once, neither with more than it holds. */
        private long secondsUntil(long count, long held) {
            long seconds = 1;
            while (Math.max(held, Math.min(slice, held + inSeconds(slice, seconds)))
                            + inSeconds(shared.perMinute(), seconds)
                    < count) {
                seconds++;
            }
            return seconds;
        }

        private static long inSeconds(long perMinute, long seconds) {
            long minute = MINUTE.toSeconds();
            return seconds < minute ? perMinute / minute * seconds + perMinute % minute * seconds / minute : perMinute;
        }
    }
}
