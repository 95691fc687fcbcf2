package network.peer.web.protection;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Buckets of one kind: each holds what may be done in a minute at once, and is filled again as the minute goes by. */
abstract class Buckets {
    static final Duration MINUTE = Duration.ofMinutes(1);

    private final long perMinute;

    Buckets(long perMinute) {
        this.perMinute = perMinute;
    }

    /** @throws RateLimitedException if the bucket does not hold so many now */
    final void take(String key, int count) {
        // More than a bucket holds would never be there.
        long nanos = takeOrWait(key, Math.min(perMinute, count));
        if (nanos > 0) {
            throw new RateLimitedException(1 + TimeUnit.NANOSECONDS.toSeconds(nanos));
        }
    }

    /**
     * Takes all of them or none.
     *
     * @param count at most what a full bucket holds
     * @return 0 if they were taken; else in how many nanoseconds the bucket will hold so many
     */
    abstract long takeOrWait(String key, long count);

    final long perMinute() {
        return perMinute;
    }

    static long takeOrWait(Bucket bucket, long count) {
        var probe = bucket.tryConsumeAndReturnRemaining(count);
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }

    static BucketConfiguration configuration(long perMinute) {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
