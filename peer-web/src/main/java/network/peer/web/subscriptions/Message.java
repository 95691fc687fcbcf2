package network.peer.web.subscriptions;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message of {@code graphql-transport-ws}, from the client. */
record Message(String type, JsonObject json) {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int LONGEST_ID = 100;

    static final String PING = "{\"type\":\"ping\"}";
    static final String PONG = "{\"type\":\"pong\"}";
    static final String ACKNOWLEDGED = "{\"type\":\"connection_ack\"}";

    /** Empty if it is no such message. */
    static Optional<Message> parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            return value instanceof JsonObject object && object.get("type") instanceof JsonString type
                    ? Optional.of(new Message(type.getString(), object))
                    : Optional.empty();
        } catch (RuntimeException noJson) {
            return Optional.empty();
        }
    }

    /** Null if it has none, or one that is empty or too long. */
    @Nullable
    String id() {
        return json.get("id") instanceof JsonString id
                        && !id.getString().isBlank()
                        && id.getString().length() <= LONGEST_ID
                ? id.getString()
                : null;
    }

    @Nullable
    JsonObject payload() {
        return json.get("payload") instanceof JsonObject payload ? payload : null;
    }

    /** Whether there is a payload, and it is no object. */
    boolean hasBadPayload() {
        JsonValue payload = json.getOrDefault("payload", JsonValue.NULL);
        return !(payload instanceof JsonObject) && !payload.equals(JsonValue.NULL);
    }

    static String next(String id, JsonObject event) {
        return of("next", id, event);
    }

    static String error(String id, JsonArray errors) {
        return of("error", id, errors);
    }

    private static String of(String type, String id, JsonValue payload) {
        return JSON.createObjectBuilder()
                .add("id", id)
                .add("type", type)
                .add("payload", payload)
                .build()
                .toString();
    }
}
