package network.peer.chain.testing;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.SolanaRpc;
import org.jspecify.annotations.Nullable;

/** A local chain of this test's own, and the levers of its control endpoint. Ends with {@link #close()} or the JVM. */
public final class LocalnetProcess implements AutoCloseable {
    private static final Path FOLDER = Path.of("localnet").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long HELD_WAIT_MILLIS = 10_000;

    private final Process process;
    private final JsonObject ready;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private LocalnetProcess(Process process, JsonObject ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Slots stand still until {@link #advance} moves them. */
    public static LocalnetProcess withoutTicker() {
        return start("--slot-millis", "0");
    }

    /** Slots come by themselves, many times faster than on a real cluster. */
    public static LocalnetProcess ticking() {
        return start("--slot-millis", "20");
    }

    public static LocalnetProcess start(String... options) {
        List<String> command =
                new ArrayList<>(List.of("node", "bin/localnet.mjs", "--port", "0", "--exit-with-parent"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the local chain ended before it was ready, in " + FOLDER);
            }
            return new LocalnetProcess(process, parse(line));
        } catch (IOException e) {
            throw new UncheckedIOException("the local chain cannot be started in " + FOLDER, e);
        }
    }

    public String rpcUrl() {
        return ready.getString("rpcUrl");
    }

    public String genesisHash() {
        return ready.getString("genesisHash");
    }

    public SolanaRpc rpc() {
        return rpc(TIMEOUT);
    }

    public SolanaRpc rpc(Duration timeout) {
        return SolanaRpc.connect(RpcEndpoint.of(rpcUrl()), timeout);
    }

    public JsonObject state() {
        return control("GET", "/state", null);
    }

    /** How often a method was called so far. */
    public int calls(String method) {
        return state().getJsonObject("calls").getInt(method, 0);
    }

    public void advance(long slots) {
        control("POST", "/slots", Json.createObjectBuilder().add("advance", slots));
    }

    /** Enough slots for everything that has landed to be finalized. */
    public void finalizeAll() {
        advance(40);
    }

    /** Drops what the last slots have landed and is not finalized; {@code replay}: none, half or all of it lands again. */
    public void fork(long slots, String replay) {
        control("POST", "/fork", Json.createObjectBuilder().add("slots", slots).add("replay", replay));
    }

    /** Another endpoint over the same chain; its settings are those of the localnet's README. */
    public SolanaRpc endpoint(String name, JsonObjectBuilder settings) {
        JsonObject opened = control("POST", "/endpoints", settings.add("name", name));
        return SolanaRpc.connect(RpcEndpoint.of(opened.getString("rpcUrl")), TIMEOUT);
    }

    /** Changes how an endpoint behaves. */
    public void change(String name, JsonObjectBuilder settings) {
        control("POST", "/endpoints/" + name, settings);
    }

    /** Arms a fault; its fields are those of the localnet's README. */
    public void arm(JsonObjectBuilder fault) {
        control("POST", "/faults", fault);
    }

    public void disarm() {
        control("DELETE", "/faults", null);
    }

    /** Waits until at least one request is held. */
    public JsonArray held() {
        JsonArray held = control("GET", "/held?least=1&waitMillis=" + HELD_WAIT_MILLIS, null)
                .getJsonArray("held");
        if (held.isEmpty()) {
            throw new AssertionError("no request was held within " + HELD_WAIT_MILLIS + " ms");
        }
        return held;
    }

    public void releaseAll() {
        control("POST", "/release", Json.createObjectBuilder().add("action", "continue"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private JsonObject control(String method, String path, @Nullable JsonObjectBuilder body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ready.getString("controlUrl") + path))
                .timeout(TIMEOUT.plusMillis(HELD_WAIT_MILLIS))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body.build().toString()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + " answered " + response.body());
            }
            return parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject parse(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
