package network.peer.launcher.demo;

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

/** Speaks GraphQL over HTTP, as any client of the product does. Safe for several threads. */
public final class GraphQLClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public GraphQLClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Sends one operation and gives its {@code data}.
     *
     * @param accessToken of the user, or null for one who is not logged in
     * @throws GraphQLFailure for any error in the answer
     */
    public JsonNode call(@Nullable String accessToken, String operation, Map<String, ?> variables) {
        JsonNode answer = send(accessToken, operation, variables);
        JsonNode errors = answer.path("errors");
        if (!errors.isEmpty()) {
            throw new GraphQLFailure(
                    errors.path(0).path("extensions").path("code").asText(""),
                    errors.path(0).path("message").asText(""));
        }
        return answer.path("data");
    }

    /** The whole answer, errors included. */
    public JsonNode send(@Nullable String accessToken, String operation, Map<String, ?> variables) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            JSON.writeValueAsString(Map.of("query", operation, "variables", variables))));
            if (accessToken != null) {
                request.header("Authorization", "Bearer " + accessToken);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return parse(response);
        } catch (IOException e) {
            throw new GraphQLFailure("NO_ANSWER", endpoint + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraphQLFailure("INTERRUPTED", "interrupted while waiting for " + endpoint);
        }
    }

    private static JsonNode parse(HttpResponse<String> response) {
        try {
            JsonNode answer = JSON.readTree(response.body());
            if (answer != null && (answer.has("data") || answer.has("errors"))) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            throw new GraphQLFailure("HTTP_" + response.statusCode(), "the answer is no JSON");
        }
        throw new GraphQLFailure("HTTP_" + response.statusCode(), "the answer is no GraphQL");
    }
}
