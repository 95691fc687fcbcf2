package network.peer.web.health;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.List;

/** HTTP status and JSON: 200 if every part is up, otherwise 503 with the reasons. */
record HealthAnswer(int status, String json) {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    static HealthAnswer of(List<HealthCheck> checks) {
        boolean up = checks.stream().allMatch(HealthCheck::up);
        JsonArrayBuilder parts = JSON.createArrayBuilder();
        checks.forEach(check -> parts.add(json(check)));
        String json = JSON.createObjectBuilder()
                .add("status", word(up))
                .add("checks", parts)
                .build()
                .toString();
        return new HealthAnswer(up ? OK : SERVICE_UNAVAILABLE, json);
    }

    private static JsonObjectBuilder json(HealthCheck check) {
        JsonObjectBuilder part =
                JSON.createObjectBuilder().add("name", check.name()).add("status", word(check.up()));
        return check.up() ? part : part.add("reason", check.reason());
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
