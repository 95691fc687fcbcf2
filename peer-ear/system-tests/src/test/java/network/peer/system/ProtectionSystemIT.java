package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.peer.system.People.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole chain before an operation is run, as strangers, browsers and floods meet it. */
class ProtectionSystemIT extends SystemTest {
    static final String ORIGIN = "https://app.example.org";
    static final int ACCOUNT_CALLS = 600;

    private static final int CALLS_A_REQUEST = 20;
    private static final int SLOW_SENDERS = 64;
    private static final int HEADS_BEFORE_BODIES = 1_000;
    private static final int SENDERS_AT_ONCE = 16;
    private static final int ROUNDS_AT_ONCE = 20;
    private static final int CALLS_AFTERWARDS = 100;
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

    /** More of them than a server has threads for requests. */
    @ParameterizedTest
    @ValueSource(strings = {"graphql", "health/live", "no-such-page"})
    void bodiesThatComeByTheByteHoldNobodyUp(String path) throws Exception {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_SENDERS; i++) {
                senders.add(beginToSend(path));
            }
            for (int second = 0; second < 5; second++) {
                for (Socket sender : senders) {
                    sender.getOutputStream().write(' ');
                }
                HttpResponse<String> answer =
                        send(HttpRequest.newBuilder(stack().url().resolve("health/live"))
                                .timeout(Duration.ofSeconds(2)));
                assertThat(answer.statusCode()).isEqualTo(200);
                Thread.sleep(1_000);
            }
            for (Socket sender : senders) {
                assertThat(firstLine(sender)).contains(" 408 ");
            }
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
    }

    /** This client sends a head and its body in two packets, as most do. */
    @Test
    void bodiesThatComeJustAfterTheirHeadsAreAllAnswered() throws Exception {
        for (int i = 0; i < HEADS_BEFORE_BODIES; i++) {
            assertThat(send(post(ME).timeout(Duration.ofSeconds(10))).statusCode())
                    .as("request %d", i)
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyTheApiTakesBodies() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(stack().url().resolve("health/live"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("a body")));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("Only POST /graphql takes a body.");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void aBodyThatComesInPartsIsAnsweredAsItsSendersOwn() throws Exception {
        People people = new People(new Api(stack().url()), stack().database());
        Person person = people.verified();

        HttpResponse<String> answer = send(meInParts(people.accessToken(person), Duration.ofMillis(500)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"" + person.id() + "\"");
    }

    /** Threads that answered once must not be left with anything of that request. */
    @Test
    void whoSendsSlowlyIsNeverTakenForAnotherWhoSendsSlowly() throws Exception {
        People people = new People(new Api(stack().url()), stack().database());
        List<Person> persons = new ArrayList<>();
        for (int i = 0; i < SENDERS_AT_ONCE; i++) {
            persons.add(people.verified());
        }
        List<String> tokens = persons.stream().map(people::accessToken).toList();
        for (int round = 0; round < ROUNDS_AT_ONCE; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = tokens.stream()
                    .map(token -> http.sendAsync(
                            meInParts(token, Duration.ofMillis(20)).build(), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < SENDERS_AT_ONCE; i++) {
                assertThat(answers.get(i).join().body())
                        .contains("\"id\":\"" + persons.get(i).id() + "\"");
            }
        }
        for (int i = 0; i < CALLS_AFTERWARDS; i++) {
            assertThat(send(post(ME)).body()).contains("\"UNAUTHENTICATED\"");
        }
    }

    private static HttpRequest.Builder meInParts(String token, Duration pause) {
        InputStream parts =
                new SequenceInputStream(bytes(ME.substring(0, 9)), new PausingStream(bytes(ME.substring(9)), pause));
        return HttpRequest.newBuilder(graphql())
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> parts));
    }

    /** A request whose body is announced and has not begun. */
    private static Socket beginToSend(String path) throws IOException {
        Socket sender = new Socket(graphql().getHost(), graphql().getPort());
        sender.setSoTimeout(30_000);
        String head = "POST /" + path + " HTTP/1.1\r\nHost: " + graphql().getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
        sender.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return sender;
    }

    private static String firstLine(Socket sender) throws IOException {
        return new BufferedReader(new InputStreamReader(sender.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes its time before each part. */
    private static final class PausingStream extends FilterInputStream {
        private final Duration pause;

        PausingStream(InputStream in, Duration pause) {
            super(in);
            this.pause = pause;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            return super.read(into, offset, length);
        }
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
