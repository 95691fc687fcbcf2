package network.peer.web.protection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** In the memory of this node. One that nobody used for a while is full, and so need not be kept. */
final class NodeBuckets extends Buckets {
    private static final Duration UNUSED = Duration.ofMinutes(2);
    private static final int MOST = 100_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().expireAfterAccess(UNUSED).maximumSize(MOST).build();
    private final TimeMeter clock;

    NodeBuckets(long perMinute, TimeMeter clock) {
        super(perMinute);
        this.clock = clock;
    }

    @Override
    long takeOrWait(String key, long count) {
        return takeOrWait(buckets.get(key, unused -> fresh()), count);
    }

    /** A full one that belongs to nobody but the caller. */
    Bucket fresh() {
        return Bucket.builder()
                .addLimit(configuration(perMinute()).getBandwidths()[0])
                .withCustomTimePrecision(clock)
                .build();
    }
}
