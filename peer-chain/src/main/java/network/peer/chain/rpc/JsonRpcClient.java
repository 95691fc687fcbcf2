package network.peer.chain.rpc;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * JSON-RPC 2.0 over HTTP/1.1: one request out, one answer in. The JDK's client repeats a POST only if the connection
 * was never made, so a request is never carried out twice.
 */
final class JsonRpcClient {
    /** More parallel new connections than this overflow the accept queue of small nodes. */
    private static final int MAX_PARALLEL_REQUESTS = 16;

    /** The largest honest answers, a page of history or a hundred accounts, stay far below. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final RpcEndpoint endpoint;
    private final Duration timeout;
    private final HttpClient http;
    private final JsonProvider json;
    private final JsonReaderFactory readers;
    private final Semaphore permits = new Semaphore(MAX_PARALLEL_REQUESTS, true);
    private final AtomicLong nextId = new AtomicLong(1);

    JsonRpcClient(RpcEndpoint endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.json = JsonProvider.provider();
        this.readers = json.createReaderFactory(Map.of());
    }

    RpcEndpoint endpoint() {
        return endpoint;
    }

    JsonProvider json() {
        return json;
    }

    /**
     * The {@code result} of the answer.
     *
     * @throws RpcError if the node answered with an error
     * @throws RpcUnavailable if nothing is known
     */
    JsonValue call(String method, JsonValue params) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        long id = nextId.getAndIncrement();
        String request = json.createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", id)
                .add("method", method)
                .add("params", params)
                .build()
                .toString();
        return result(method, id, parse(method, exchange(method, request, deadlineNanos)));
    }

    private byte[] exchange(String method, String request, long deadlineNanos) {
        try {
            if (!permits.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw unavailable(method, "no free connection within " + timeout.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcUnavailable(method, endpoint.toString(), "interrupted", e);
        }
        try {
            return exchangeNow(method, request, deadlineNanos);
        } finally {
            permits.release();
        }
    }

    /** The request's own time-out ends with the answer's headers, so the deadline is kept here, body included. */
    private byte[] exchangeNow(String method, String request, long deadlineNanos) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(httpRequest(request), info -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new RpcUnavailable(
                        method, endpoint.toString(), "HTTP status " + response.statusCode(), retryAfter(response));
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new RpcUnavailable(method, endpoint.toString(), "no answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcUnavailable(method, endpoint.toString(), "interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause instanceof ConnectException ? "no connection" : "connection failed";
            throw new RpcUnavailable(method, endpoint.toString(), why, cause);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Seconds only; the header's other form, a date, is not used by Solana's providers. */
    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    private HttpRequest httpRequest(String request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint.requestUri())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request, StandardCharsets.UTF_8));
        String authorization = endpoint.authorization();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder.build();
    }

    private JsonObject parse(String method, byte[] body) {
        try (InputStream in = new ByteArrayInputStream(body);
                JsonReader reader = readers.createReader(in, StandardCharsets.UTF_8)) {
            JsonStructure answer = reader.read();
            if (answer instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException | IllegalStateException | ArithmeticException | IOException e) {
            throw new RpcUnavailable(method, endpoint.toString(), "the answer is no JSON", e);
        }
        throw unavailable(method, "the answer is no JSON object");
    }

    private JsonValue result(String method, long id, JsonObject answer) {
        JsonValue error = answer.get("error");
        if (error != null && error != JsonValue.NULL) {
            throw error(method, error);
        }
        JsonValue answeredId = answer.get("id");
        if (answeredId == null || !answeredId.toString().equals(Long.toString(id))) {
            throw unavailable(method, "the answer belongs to another request");
        }
        JsonValue result = answer.get("result");
        if (result == null) {
            throw unavailable(method, "the answer has neither result nor error");
        }
        return result;
    }

    private RpcException error(String method, JsonValue error) {
        if (!(error instanceof JsonObject object)
                || !(object.get("code") instanceof JsonNumber code)
                || !code.isIntegral()) {
            return unavailable(method, "the answer's error is malformed");
        }
        String message = object.get("message") instanceof JsonString text ? text.getString() : "";
        JsonValue data = object.get("data");
        return new RpcError(
                method,
                endpoint.toString(),
                code.longValue(),
                message,
                data == null || data == JsonValue.NULL ? null : data.toString());
    }

    private RpcUnavailable unavailable(String method, String why) {
        return new RpcUnavailable(method, endpoint.toString(), why);
    }
}
