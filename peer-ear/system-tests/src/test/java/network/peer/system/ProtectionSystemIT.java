package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole chain before an operation is run, as strangers, browsers and floods meet it. */
class ProtectionSystemIT extends SystemTest {
    static final String ORIGIN = "https://app.example.org";
    static final int ACCOUNT_CALLS = 600;

    private static final int CALLS_A_REQUEST = 20;
    private static final String ME = "{\"query\": \"{ me { id } }\"}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whoGuessesTooOftenIsToldWhenToComeBackAndOthersAreNot() throws Exception {
        HttpResponse<String> answer = guess("198.51.100.7");
        for (int i = 0; i < 3 * ACCOUNT_CALLS / CALLS_A_REQUEST && answer.statusCode() == 200; i++) {
            answer = guess("198.51.100.7");
        }

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        assertThat(answer.body()).contains("\"RATE_LIMITED\"", "\"retryable\":true", "\"retryAfterSeconds\":");
        assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(guess("198.51.100.8").statusCode()).isEqualTo(200);
        assertThat(guess("6.6.6.6, 198.51.100.7").statusCode())
                .as("what a client claims before the proxy's own word")
                .isEqualTo(429);
    }

    @Test
    void aPageOfAConfiguredOriginMayAskAndReadAnswers() throws Exception {
        HttpResponse<String> preflight = preflight(ORIGIN);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains(ORIGIN);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("POST");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();

        HttpResponse<String> answer = send(post(ME).header("Origin", ORIGIN));
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(answer.headers().firstValue("Vary").orElse("")).contains("Origin");
    }

    @Test
    void aPageOfAnyOtherOriginMayNot() throws Exception {
        assertThat(preflight("https://evil.example").statusCode()).isEqualTo(403);
        assertThat(send(post(ME).header("Origin", "https://evil.example"))
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void whatAFormOfAnotherSiteCanSendIsRefused() throws Exception {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
            assertThat(send(HttpRequest.newBuilder(graphql())
                                    .header("Content-Type", type)
                                    .POST(HttpRequest.BodyPublishers.ofString(ME)))
                            .statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(send(HttpRequest.newBuilder(URI.create(graphql() + "?query=%7Bme%7Bid%7D%7D"))
                                .GET())
                        .statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "graphql", "health/live", "graphiql/", "no-such-page", "graphql-ui/graphiql.min.js"})
    void everyAnswerHasSecurityHeadersAndSetsNoCookie(String path) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(stack().url().resolve(path)).GET());

        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void graphiQLIsThereInDevelopmentAndItsBareFilesAreNot() throws Exception {
        assertThat(send(HttpRequest.newBuilder(stack().url().resolve("graphiql/"))
                                .GET())
                        .body())
                .contains("graphiql.min.js");
        assertThat(send(HttpRequest.newBuilder(stack().url().resolve("graphiql/graphiql.min.js"))
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(stack().url().resolve("graphql-ui/index.html"))
                                .GET())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDocumentWithoutARegistryHasNoId() throws Exception {
        assertThat(send(post("{\"extensions\": {\"persistedQuery\": {\"version\": 1, \"sha256Hash\": \"00\"}}}"))
                        .body())
                .contains("\"PERSISTED_QUERY_NOT_SUPPORTED\"");
    }

    private HttpResponse<String> guess(String address) throws IOException, InterruptedException {
        String calls = IntStream.range(0, CALLS_A_REQUEST)
                .mapToObj(i -> "g" + i + ": verifyEmail(token: \\\"guess\\\") { accessToken }")
                .collect(Collectors.joining(" "));
        return send(post("{\"query\": \"mutation { " + calls + " }\"}").header("X-Forwarded-For", address));
    }

    private HttpResponse<String> preflight(String origin) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(graphql())
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(graphql())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI graphql() {
        return stack().url().resolve("graphql");
    }
}
