package network.peer.chain.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Remembers why single intents failed, to tell a poisoned intent from a fault of the whole lane. */
final class FailedAlike {
    private final Duration window;
    private final Map<String, Failure> byCause = new HashMap<>();

    FailedAlike(Duration window) {
        this.window = window;
    }

    private record Failure(UUID intentId, Instant at) {}

    /** Whether another intent failed for the same cause within the window. */
    boolean isRepeated(String cause, UUID intentId, Instant now) {
        byCause.values().removeIf(failure -> failure.at().plus(window).isBefore(now));
        Failure earlier = byCause.putIfAbsent(cause, new Failure(intentId, now));
        return earlier != null && !earlier.intentId().equals(intentId);
    }
}
