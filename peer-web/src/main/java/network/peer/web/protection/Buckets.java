package network.peer.web.protection;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Buckets of one kind: each holds what may be done in a minute at once, and is filled again as the minute goes by. */
abstract class Buckets {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final long perMinute;

    Buckets(long perMinute) {
        this.perMinute = perMinute;
    }

    /** @throws RateLimitedException if the bucket does not hold so many now */
    final void take(String key, int count) {
        // More than a bucket holds would never be there.
        var probe = bucket(key).tryConsumeAndReturnRemaining(Math.min(perMinute, count));
        if (!probe.isConsumed()) {
            throw new RateLimitedException(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        }
    }

    abstract Bucket bucket(String key);

    final long perMinute() {
        return perMinute;
    }

    final BucketConfiguration configuration() {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
