package network.peer.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The local chain as a test sees it: levers to make it misbehave, and what it holds, read without the product's code. */
final class LocalnetControl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int HELD_WAIT_MILLIS = 60_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI control;
    private final URI rpc;

    LocalnetControl(URI control, URI rpc) {
        this.control = control;
        this.rpc = rpc;
    }

    /** Another node over the same chain. */
    URI openEndpoint(String name) {
        JsonNode opened = send("POST", control + "/endpoints", "{\"name\":\"" + name + "\"}");
        return URI.create(opened.path("rpcUrl").asText());
    }

    /** Changes what an endpoint shows, by the settings as JSON. */
    void set(String endpoint, String settings) {
        send("POST", control + "/endpoints/" + endpoint, settings);
    }

    /** @param fault as JSON; see the local chain's README */
    void arm(String fault) {
        send("POST", control + "/faults", fault);
    }

    /** How often the faults that are armed struck. */
    long hits() {
        long hits = 0;
        for (JsonNode fault : send("GET", control + "/faults", null).path("faults")) {
            hits += fault.path("hits").asLong();
        }
        return hits;
    }

    /** Does something else to the chain, such as {@code fork} or {@code pause}. */
    JsonNode control(String action, String body) {
        return send("POST", control + "/" + action, body);
    }

    JsonNode state() {
        return send("GET", control + "/state", null);
    }

    /** The next request of the method waits, {@code before} or {@code after} it is executed. */
    void hold(String method, String when) {
        arm("{\"method\":\"%s\",\"fault\":\"hold\",\"when\":\"%s\"}".formatted(method, when));
    }

    /**
     * @return the first request that is held
     * @throws AssertionError if nothing is held in time
     */
    JsonNode awaitHeld() {
        JsonNode held = send("GET", control + "/held?least=1&waitMillis=" + HELD_WAIT_MILLIS, null)
                .path("held");
        if (held.isEmpty()) {
            throw new AssertionError("no request was held within " + HELD_WAIT_MILLIS + " ms");
        }
        return held.path(0);
    }

    /** What is held goes on, and nothing more is held. */
    void release() {
        end("continue");
    }

    /** What is held before its execution is never executed, and nothing more is held. */
    void discard() {
        end("discard");
    }

    long supplyBaseUnits(String mint) {
        return call("getTokenSupply", "[\"%s\",{\"commitment\":\"finalized\"}]".formatted(mint))
                .path("value")
                .path("amount")
                .asLong();
    }

    /** What the wallet holds of the mint over all its token accounts, finalized. */
    long tokensOf(String wallet, String mint) {
        long tokens = 0;
        for (JsonNode account : call(
                        "getTokenAccountsByOwner",
                        "[\"%s\",{\"mint\":\"%s\"},{\"encoding\":\"jsonParsed\",\"commitment\":\"finalized\"}]"
                                .formatted(wallet, mint))
                .path("value")) {
            tokens += account.at("/account/data/parsed/info/tokenAmount/amount").asLong();
        }
        return tokens;
    }

    private void end(String action) {
        send("DELETE", control + "/faults", null);
        send("POST", control + "/release", "{\"action\":\"" + action + "\"}");
    }

    JsonNode call(String method, String params) {
        JsonNode answer = answer(method, params);
        if (!answer.has("result")) {
            throw new AssertionError(method + " answered " + answer);
        }
        return answer.path("result");
    }

    /** With its result, or with its error. */
    JsonNode answer(String method, String params) {
        return send(
                "POST",
                rpc.toString(),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    private JsonNode send(String method, String url, @org.jspecify.annotations.Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(url + " answered " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
