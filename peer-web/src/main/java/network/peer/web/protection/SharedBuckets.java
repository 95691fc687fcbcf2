package network.peer.web.protection;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** In the database, so that all nodes count together. Keys are hashed: addresses are personal data. */
final class SharedBuckets extends Buckets {
    private static final Duration KEPT_FULL = Duration.ofSeconds(10);
    private static final int CLEANED_EVERY = 100;
    private static final int CLEANED_AT_ONCE = 1_000;

    private final String what;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;
    private final AtomicLong uses = new AtomicLong();

    /** @param what is counted: each has buckets of its own */
    SharedBuckets(String what, long perMinute, DataSource dataSource) {
        this(what, perMinute, dataSource, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** @param clock that all nodes have, as near as clocks are */
    SharedBuckets(String what, long perMinute, DataSource dataSource, TimeMeter clock) {
        super(perMinute);
        this.what = what;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limit_bucket")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .clientClock(clock)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_FULL))
                .build();
    }

    @Override
    long takeOrWait(String key, long count) {
        return takeOrWait(bucket(key), count);
    }

    /** @return how many of them the bucket held, which are taken */
    long takeWhatIsThere(String key, long most) {
        return bucket(key).tryConsumeAsMuchAsPossible(most);
    }

    private Bucket bucket(String key) {
        if (uses.incrementAndGet() % CLEANED_EVERY == 0) {
            buckets.removeExpired(CLEANED_AT_ONCE);
        }
        // A bucket keeps the limit that it was made with, so another limit is another bucket.
        return buckets.getProxy(hash(what + " " + perMinute() + " " + key), () -> configuration(perMinute()));
    }

    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
