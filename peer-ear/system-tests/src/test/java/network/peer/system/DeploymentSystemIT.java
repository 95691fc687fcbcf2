package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
