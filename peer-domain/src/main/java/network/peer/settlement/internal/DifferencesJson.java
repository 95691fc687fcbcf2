package network.peer.settlement.internal;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.List;
import network.peer.settlement.ConservationReport.Difference;

/** How the differences of a conservation check are kept; amounts as text, since JSON readers round large numbers. */
public final class DifferencesJson {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private DifferencesJson() {}

    public static String write(List<Difference> differences) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        for (Difference difference : differences) {
            JsonObjectBuilder object = JSON.createObjectBuilder()
                    .add("wallet", difference.wallet())
                    .add("slot", difference.slot())
                    .add("onChain", difference.onChainBaseUnits().toString())
                    .add("expected", difference.expectedBaseUnits().toString());
            if (difference.address() != null) {
                object.add("address", difference.address());
            }
            array.add(object);
        }
        return array.build().toString();
    }

    public static List<Difference> read(String json) {
        try (var reader = JSON.createReader(new StringReader(json))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(object -> new Difference(
                            object.getString("wallet"),
                            object.containsKey("address") ? object.getString("address") : null,
                            object.getJsonNumber("slot").longValueExact(),
                            new BigInteger(object.getString("onChain")),
                            new BigInteger(object.getString("expected"))))
                    .toList();
        }
    }
}
