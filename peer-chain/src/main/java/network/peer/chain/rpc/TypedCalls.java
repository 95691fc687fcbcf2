package network.peer.chain.rpc;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.function.Function;
import network.peer.chain.rpc.RpcTelemetry.Outcome;

/** Calls of one node, watched, and each answer read as what it must be. */
final class TypedCalls {
    private final JsonRpcClient client;
    private final RpcTelemetry telemetry;

    TypedCalls(JsonRpcClient client, RpcTelemetry telemetry) {
        this.client = client;
        this.telemetry = telemetry;
    }

    String endpoint() {
        return client.endpoint().toString();
    }

    /** A value of the wrong form anywhere in the answer means that nothing is known. */
    <T> T call(String method, JsonArrayBuilder params, Function<JsonValue, T> reader) {
        RpcTelemetry.Call watched = telemetry.call(endpoint(), method);
        Outcome outcome = Outcome.UNAVAILABLE;
        try {
            T answer = read(method, client.call(method, params.build()), reader);
            outcome = Outcome.OK;
            return answer;
        } catch (RpcError refused) {
            outcome = Outcome.ERROR;
            throw refused;
        } finally {
            watched.ended(outcome);
        }
    }

    private <T> T read(String method, JsonValue result, Function<JsonValue, T> reader) {
        try {
            return reader.apply(result);
        } catch (MalformedAnswer | IllegalArgumentException | ArithmeticException e) {
            throw new RpcUnavailable(method, endpoint(), "unexpected answer: " + e.getMessage(), e);
        }
    }

    JsonArrayBuilder params() {
        return client.json().createArrayBuilder();
    }

    JsonObjectBuilder object() {
        return client.json().createObjectBuilder();
    }

    JsonObjectBuilder config(ReadAt readAt) {
        JsonObjectBuilder config =
                object().add("commitment", readAt.commitment().wire());
        Long minContextSlot = readAt.minContextSlot();
        return minContextSlot == null ? config : config.add("minContextSlot", minContextSlot);
    }
}
