package network.peer.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code graphql-transport-ws} that does what it is told, also what no good client does. */
final class SubscriptionClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PROTOCOL = "graphql-transport-ws";
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private SubscriptionClient(URI application, @Nullable String subprotocol, @Nullable String forwardedFor) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (forwardedFor != null) {
            builder.header("X-Forwarded-For", forwardedFor);
        }
        if (subprotocol != null) {
            builder.subprotocols(subprotocol);
        }
        URI endpoint = URI.create(application.resolve("graphql").toString().replaceFirst("^http", "ws"));
        this.socket = builder.buildAsync(endpoint, new Listener())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static SubscriptionClient open(URI application) {
        return new SubscriptionClient(application, PROTOCOL, null);
    }

    /** As if a proxy passed it on for this address. */
    static SubscriptionClient open(URI application, String forwardedFor) {
        return new SubscriptionClient(application, PROTOCOL, forwardedFor);
    }

    static SubscriptionClient withoutSubprotocol(URI application) {
        return new SubscriptionClient(application, null, null);
    }

    /** Open and acknowledged. */
    static SubscriptionClient acknowledged(URI application, String accessToken) {
        SubscriptionClient client = open(application);
        client.initialise(accessToken);
        JsonNode answer = client.next();
        if (!answer.path("type").asText().equals("connection_ack")) {
            throw new AssertionError(answer);
        }
        return client;
    }

    void initialise(String accessToken) {
        send(Map.of("type", "connection_init", "payload", Map.of("accessToken", accessToken)));
    }

    void subscribe(String id, String query, Map<String, ?> variables) {
        send(Map.of("type", "subscribe", "id", id, "payload", Map.of("query", query, "variables", variables)));
    }

    void send(Map<String, ?> message) {
        try {
            sendText(JSON.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void sendText(String text) {
        socket.sendText(text, true)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** The next message, pings of the server left out; after the last one, once, what is no message of the protocol. */
    JsonNode next() {
        try {
            JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message; closed with " + closed.getNow(0));
            }
            return message.path("type").asText().equals("ping") ? next() : message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The payload of the next message, which must be an update of this subscription, and one without errors. */
    JsonNode update(String id, String field) {
        JsonNode message = next();
        JsonNode data = message.path("payload").path("data").path(field);
        if (!message.path("type").asText().equals("next")
                || !message.path("id").asText().equals(id)
                || data.isMissingNode()) {
            throw new AssertionError(message);
        }
        return data;
    }

    /** The code of the next message, which must be an error of this subscription. */
    String errorCode(String id) {
        JsonNode message = next();
        if (!message.path("type").asText().equals("error")
                || !message.path("id").asText().equals(id)) {
            throw new AssertionError(message);
        }
        return message.path("payload").path(0).path("extensions").path("code").asText();
    }

    /** Asks for a sign of life: what was sent before is answered before. */
    void expectNothing() {
        send(Map.of("type", "ping"));
        JsonNode answer = next();
        if (!answer.path("type").asText().equals("pong")) {
            throw new AssertionError(answer);
        }
    }

    /** With which code the server closes, in time. */
    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** As when the network fails: without a word. */
    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    received.add(JSON.readTree(text.toString()));
                } catch (JsonProcessingException e) {
                    closed.completeExceptionally(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            closed.complete(statusCode);
            received.add(JSON.createObjectNode().put("closed", statusCode));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
