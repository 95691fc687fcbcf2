package network.peer.bench;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One ledger transaction as its user sees it, put together from the rows of its postings. */
final class Movement {
    final List<UUID> postings = new ArrayList<>();
    private @Nullable String kind;
    private @Nullable String userId;
    private @Nullable String system;
    private @Nullable Timestamp recordedAt;
    private boolean out;
    private long gross;

    void add(ResultSet row) throws SQLException {
        if (postings.isEmpty()) {
            kind = row.getString(2);
            recordedAt = row.getTimestamp(3);
            out = row.getBoolean(8);
            userId = row.getString(9);
            system = row.getString(10);
        }
        postings.add(row.getObject(5, UUID.class));
        gross += row.getLong(7);
    }

    JsonObject json(UUID id, @Nullable String message, Map<UUID, String> settlements) {
        JsonObjectBuilder counterpart = Reader.JSON.createObjectBuilder();
        text(counterpart, "userId", userId);
        text(counterpart, "systemAccount", system);
        JsonObjectBuilder node = Reader.JSON
                .createObjectBuilder()
                .add("id", id.toString())
                .add("kind", String.valueOf(kind))
                .add("direction", out ? "OUT" : "IN")
                .add("counterpart", counterpart)
                .add("gross", Reader.amount(gross));
        text(node, "message", message);
        // All that is on its way here is equally far: settlement is paused.
        postings.stream()
                .map(settlements::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresentOrElse(
                        state -> node.add(
                                "settlement", Reader.JSON.createObjectBuilder().add("state", state)),
                        () -> node.addNull("settlement"));
        return node.add(
                        "recordedAt",
                        Objects.requireNonNull(recordedAt).toInstant().toString())
                .build();
    }

    private static void text(JsonObjectBuilder object, String name, @Nullable String value) {
        if (value == null) {
            object.addNull(name);
        } else {
            object.add(name, value);
        }
    }
}
