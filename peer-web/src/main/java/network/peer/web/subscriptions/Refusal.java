package network.peer.web.subscriptions;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The errors of an operation, one at least, as the API words them. */
record Refusal(JsonArray errors) {
    /** Null if nothing failed, not even a part of the event. */
    static @Nullable Refusal of(Operations.Result result) {
        JsonObject event = result.event();
        JsonArray errors = event == null ? result.errors() : event.getJsonArray("errors");
        return errors == null ? null : new Refusal(errors);
    }

    String code() {
        return extensions(errors.getJsonObject(0)).getString("code");
    }

    /** Whether the same may succeed later. A fault of ours may stay, and whoever waits should know. */
    boolean isPassing() {
        return errors.getValuesAs(JsonObject.class).stream()
                .map(Refusal::extensions)
                .allMatch(error -> error.getBoolean("retryable", false)
                        && !error.getString("code").equals(ErrorCode.INTERNAL.name()));
    }

    /** Null if nobody said when. */
    @Nullable
    Duration retryAfter() {
        return extensions(errors.getJsonObject(0)).get("retryAfterSeconds") instanceof JsonNumber seconds
                ? Duration.ofSeconds(seconds.longValue())
                : null;
    }

    private static JsonObject extensions(JsonObject error) {
        return error.getJsonObject("extensions");
    }
}
