package network.peer.web.subscriptions;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One subscription of a connection. */
final class Subscriber {
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final String id;
    private final JsonObject payload;
    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile @Nullable Watched<?> watched;
    private Instant restsUntil = Instant.MIN;
    private int failures;

    Subscriber(String id, JsonObject payload) {
        this.id = id;
        this.payload = payload;
    }

    String id() {
        return id;
    }

    JsonObject payload() {
        return payload;
    }

    /** Null until the first look. */
    @Nullable
    Watched<?> watched() {
        return watched;
    }

    void knows(@Nullable Watched<?> now) {
        this.watched = now;
        this.failures = 0;
    }

    /**
     * Something is new, and cannot be told now.
     *
     * @param told how long that will last, if anybody said so
     */
    void failed(Instant now, @Nullable Duration told) {
        Duration growing = FIRST_REST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        restsUntil = now.plus(told == null ? growing : told);
    }

    boolean rests(Instant now) {
        return now.isBefore(restsUntil);
    }

    /** @return whether it was not being woken already */
    boolean beginWaking() {
        return waking.compareAndSet(false, true);
    }

    void endWaking() {
        waking.set(false);
    }
}
