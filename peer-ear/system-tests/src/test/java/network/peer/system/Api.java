package network.peer.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GraphQL over HTTP as a client sends it, good or bad, with the whole answer kept. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    Api(URI application) {
        this.endpoint = application.resolve("graphql");
    }

    /** What came back: the HTTP status, the body as it is, and the first error's code or "OK". */
    record Answer(int status, String body, JsonNode json) {
        String code() {
            JsonNode errors = json.path("errors");
            if (errors.isEmpty()) {
                return "OK";
            }
            return errors.path(0).path("extensions").path("code").asText("NONE");
        }

        /** What the first error says under this name; empty if there is none. */
        String firstExtension(String name) {
            return json.path("errors").path(0).path("extensions").path(name).asText("");
        }

        /** This answer, which must not be a refusal. */
        Answer expectOk() {
            if (!code().equals("OK")) {
                throw new AssertionError(body);
            }
            return this;
        }

        JsonNode data(String field) {
            return json.path("data").path(field);
        }
    }

    Answer call(@Nullable String accessToken, String operation) {
        return call(accessToken, operation, Map.of());
    }

    Answer call(@Nullable String accessToken, String operation, Map<String, ?> variables) {
        try {
            return post(accessToken, JSON.writeValueAsString(Map.of("query", operation, "variables", variables)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(operation, e);
        }
    }

    /** Any body at all. */
    Answer post(@Nullable String accessToken, String body) {
        return post(accessToken, body, null);
    }

    /** As if a proxy passed it on for this address. */
    Answer post(@Nullable String accessToken, String body, @Nullable String forwardedFor) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (accessToken != null) {
            request.header("Authorization", "Bearer " + accessToken);
        }
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer(response);
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + body.length() + " characters", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), response.body(), JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON, but " + response.statusCode() + " " + response.body(), e);
        }
    }
}
