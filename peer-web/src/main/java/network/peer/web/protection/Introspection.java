package network.peer.web.protection;

import java.util.Map;
import network.peer.configuration.Setting;

/** Whether clients may ask for the schema. */
public final class Introspection {
    private Introspection() {}

    /** What graphql-java's context needs for it: nothing if it is on. */
    public static Map<String, Object> configured() {
        boolean on =
                switch (Setting.API_INTROSPECTION.value()) {
                    case "on" -> true;
                    case "off" -> false;
                    case "" -> Setting.MODE.value().equals("development");
                    default -> throw new IllegalStateException(Setting.API_INTROSPECTION.key() + " must be on or off");
                };
        return on ? Map.of() : Map.of(graphql.introspection.Introspection.INTROSPECTION_DISABLED, true);
    }
}
