package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The EAR as it is deployed: every part of it answers. */
class DeploymentSystemIT extends SystemTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void isReadyWithDatabaseChainAndKeystore() throws Exception {
        HttpResponse<String> answer = get("health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"UP\"").doesNotContain("DOWN");
    }

    @Test
    void answersGraphqlWithoutLogin() throws Exception {
        HttpResponse<String> answer = graphql("{ __typename }");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"__typename\":\"Query\"");
    }

    @Test
    void showsItsMetricsToWhoHasThePasswordOnly() throws Exception {
        assertThat(get("metrics").statusCode()).isEqualTo(401);
        assertThat(Scrape.get(stack().url(), "metrics", "wrong").statusCode()).isEqualTo(401);

        Scrape scrape = Scrape.of(stack().url());

        assertThat(scrape.value("peer_books_readable")).isEqualTo(1);
        assertThat(scrape.value("peer_database_sessions")).isPositive();
        assertThat(scrape.value("peer_settlement_intents{kind=\"mint\",state=\"parked\"}"))
                .isZero();
        assertThat(scrape.samples().keySet())
                .anyMatch(sample -> sample.startsWith("peer_settlement_lane_held{"))
                .anyMatch(sample -> sample.startsWith("peer_rpc_call_seconds_bucket{"))
                .anyMatch(sample -> sample.startsWith("peer_rpc_endpoint_slots_behind{"))
                .anyMatch(sample -> sample.startsWith("jvm_memory_used_bytes{"));
    }

    @Test
    void publishesTheKeysThatItsTokensNeed() throws Exception {
        Api api = new Api(stack().url());
        People people = new People(api, stack().database());
        String header = people.accessToken(people.verified()).split("\\.", 2)[0];
        String keyId = new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(header))
                .path("kid")
                .asText();

        HttpResponse<String> answer = get(".well-known/jwks.json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"" + keyId + "\"").doesNotContain("\"d\"");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url(path)).build());
    }

    private HttpResponse<String> graphql(String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url("graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + query + "\"}"))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI url(String path) {
        return stack().url().resolve(path);
    }
}
