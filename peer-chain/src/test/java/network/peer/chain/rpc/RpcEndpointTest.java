package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.MemoInstructions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL's credentials reach the node and nobody else. */
class RpcEndpointTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final String SECRETS = "/v1/PATHSECRET?api-key=QUERYSECRET";

    @Test
    void showsSchemeHostAndPortOnly() {
        assertThat(RpcEndpoint.of("https://user:USERSECRET@rpc.example.org:8443" + SECRETS))
                .hasToString("https://rpc.example.org:8443");
        assertThat(RpcEndpoint.of("http://127.0.0.1:8899")).hasToString("http://127.0.0.1:8899");
    }

    @Test
    void theNodeReceivesPathQueryAndAuthorization() {
        try (StubNode node = StubNode.resulting("5")) {
            rpc("http://user:USERSECRET@" + node.authority() + SECRETS).getSlot(ReadAt.FINALIZED);

            assertThat(node.paths()).containsExactly(SECRETS);
            assertThat(node.requests().get(0).getFirst("Authorization")).isEqualTo("Basic dXNlcjpVU0VSU0VDUkVU");
        }
    }

    @Test
    void noFailureShowsACredential() {
        try (StubNode broken = StubNode.answering(500, "QUERYSECRET");
                StubNode garbage = StubNode.answering(200, "no JSON");
                StubNode wrong = StubNode.resulting("true");
                StubNode silent = StubNode.responding(exchange -> {})) {
            for (String authority : List.of(
                    broken.authority(),
                    garbage.authority(),
                    wrong.authority(),
                    silent.authority(),
                    "127.0.0.1:1",
                    "no-such-host.invalid")) {
                SolanaRpc rpc = rpc("http://user:USERSECRET@" + authority + SECRETS);
                SubmitOutcome outcome = rpc.send(
                        TestChain.sign(
                                Blockhash.of(new byte[32]), List.of(TestChain.newKey()), MemoInstructions.memo("memo")),
                        true);
                Throwable thrown = catchThrowable(() -> rpc.getSlot(ReadAt.FINALIZED));

                assertThat(thrown).isInstanceOf(RpcUnavailable.class);
                assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
                assertThat(trace(thrown) + outcome + rpc.endpoint() + rpc)
                        .contains(authority)
                        .doesNotContain("SECRET")
                        .doesNotContain("dXNlcjpVU0VSU0VDUkVU");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SECRET",
                "ftp://user:SECRET@host",
                "http:///SECRET",
                "https://user:SECRET@ho st/",
                "http://host/%SECRET",
                "ws://host/SECRET"
            })
    void aUrlThatIsNoneIsRefusedWithoutRepeatingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RpcEndpoint.of(url))
                .satisfies(e -> assertThat(trace(e)).doesNotContain("SECRET"));
    }

    private static SolanaRpc rpc(String url) {
        return SolanaRpc.connect(RpcEndpoint.of(url), TIMEOUT);
    }

    private static String trace(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out, true));
        return out.toString();
    }
}
