package network.peer.web.subscriptions;

import jakarta.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One subscription of a connection. */
final class Subscriber {
    private final String id;
    private final JsonObject payload;
    private final AtomicBoolean waking = new AtomicBoolean();
    private volatile @Nullable Watched<?> watched;

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
    }

    /** @return whether it was not being woken already */
    boolean beginWaking() {
        return waking.compareAndSet(false, true);
    }

    void endWaking() {
        waking.set(false);
    }
}
