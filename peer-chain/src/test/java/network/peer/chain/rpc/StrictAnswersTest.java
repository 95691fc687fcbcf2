package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.SignedTransaction;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is not exactly what the method promises says nothing, least of all that a transaction succeeded. */
class StrictAnswersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final SignedTransaction TRANSACTION =
            TestChain.sign(Blockhash.of(new byte[32]), List.of(TestChain.newKey()), MemoInstructions.memo("memo"));
    private static final TransactionSignature SIGNATURE = TRANSACTION.signature();
    private static final PublicKey ADDRESS = new PublicKey("11111111111111111111111111111111");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"context\":{\"slot\":9},\"value\":[{\"slot\":5,\"confirmationStatus\":\"finalized\"}]}",
                "{\"context\":{\"slot\":9},\"value\":[{\"confirmationStatus\":\"finalized\",\"err\":null}]}",
                "{\"context\":{\"slot\":9},\"value\":[{\"slot\":5,\"confirmationStatus\":\"sure\",\"err\":null}]}",
                "{\"context\":{\"slot\":9},\"value\":[]}",
                "{\"context\":{\"slot\":9},\"value\":[null,null]}",
                "{\"context\":{\"slot\":9},\"value\":null}",
                "{\"context\":{\"slot\":9},\"value\":[false]}",
                "{\"context\":{},\"value\":[null]}",
                "{\"value\":[null]}",
                "[null]",
                "null"
            })
    void aMalformedStatusIsNoStatus(String result) {
        try (StubNode node = StubNode.resulting(result)) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(TIMEOUT).getSignatureStatuses(List.of(SIGNATURE), true))
                    .withMessageContaining("unexpected answer");
        }
    }

    @Test
    void aStatusWithoutCommitmentIsNoMoreThanProcessed() {
        String result = "{\"context\":{\"slot\":9},\"value\":[{\"slot\":5,\"confirmationStatus\":null,\"err\":null}]}";
        try (StubNode node = StubNode.resulting(result)) {
            SignatureStatuses statuses = node.rpc(TIMEOUT).getSignatureStatuses(List.of(SIGNATURE), true);

            assertThat(statuses.of(SIGNATURE)).isEqualTo(new SignatureStatus(5, Commitment.PROCESSED, null));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "[]",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":5}",
                "{\"jsonrpc\":\"2.0\",\"result\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":-5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":5.5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":99999999999999999999}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"5\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"busy\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"no code\"}}"
            })
    void whatIsNoAnswerMeansThatNothingIsKnown(String body) {
        try (StubNode node = StubNode.answering(200, body)) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(TIMEOUT).getSlot(ReadAt.FINALIZED));
        }
    }

    @Test
    void anErrorThatIsNullIsNoError() {
        try (StubNode node = StubNode.answering(200, "{\"id\":1,\"error\":null,\"result\":5}")) {
            assertThat(node.rpc(TIMEOUT).getSlot(ReadAt.FINALIZED)).isEqualTo(5);
        }
    }

    @Test
    void anAnswerWithAnotherSignatureIsUnknown() {
        String other = TransactionSignature.of(new byte[64]).base58();
        try (StubNode node = StubNode.resulting("\"" + other + "\"")) {
            assertThat(node.rpc(TIMEOUT).send(TRANSACTION, true))
                    .isEqualTo(new SubmitOutcome.Unknown("the node answered another signature"));
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (StubNode elsewhere = StubNode.resulting("5");
                StubNode node = StubNode.responding(exchange -> {
                    exchange.getResponseHeaders().add("Location", elsewhere.url());
                    exchange.sendResponseHeaders(307, -1);
                    exchange.close();
                })) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(TIMEOUT).getSlot(ReadAt.FINALIZED))
                    .withMessageContaining("HTTP status 307");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void aBodyThatNeverEndsTimesOut() {
        try (StubNode node = StubNode.responding(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        })) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(Duration.ofMillis(300)).getSlot(ReadAt.FINALIZED))
                    .withMessageContaining("no answer within 300 ms");
        }
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        byte[] chunk = new byte[1024 * 1024];
        try (StubNode node = StubNode.responding(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 64; i++) {
                exchange.getResponseBody().write(chunk);
            }
        })) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(Duration.ofSeconds(20)).getBalanceLamports(ADDRESS, ReadAt.FINALIZED))
                    .withStackTraceContaining("the answer exceeds");
        }
    }

    @Test
    void anAmountBeyondWhatALongHoldsIsRefused() {
        String result = "{\"context\":{\"slot\":9},\"value\":{\"amount\":\"18446744073709551615\",\"decimals\":9}}";
        try (StubNode node = StubNode.resulting(result)) {
            assertThatExceptionOfType(RpcUnavailable.class)
                    .isThrownBy(() -> node.rpc(TIMEOUT).getTokenSupply(ADDRESS, ReadAt.FINALIZED));
        }
    }
}
