package network.peer.chain.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import network.peer.chain.rpc.RpcTelemetry.Outcome;
import network.peer.operations.RequestTraces.Operation;
import org.junit.jupiter.api.Test;

class RequestSpansTest {
    private final CollectedSpans spans = new CollectedSpans();

    @Test
    void anOperationIsATraceAndWhatItAsksTheChainIsPartOfIt() {
        try (Operation operation = spans.requests().begin("query", "settlementFunding")) {
            assertThat(operation).isNotNull();
            spans.traces().call("http://node", "getBalance").ended(Outcome.OK);
        }

        SpanData request = spans.inOrder().get(0);
        SpanData call = spans.inOrder().get(1);
        assertThat(request.getName()).isEqualTo("query settlementFunding");
        assertThat(request.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(request.getAttributes().asMap())
                .containsEntry(RequestSpans.TYPE, "query")
                .containsEntry(RequestSpans.NAME, "settlementFunding")
                .hasSize(2);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(Span.current().getSpanContext().isValid())
                .as("nothing is left on the thread")
                .isFalse();
    }

    @Test
    void aRefusalHasItsCode() {
        try (Operation operation = spans.requests().begin("mutation", "transfer")) {
            operation.failed("INSUFFICIENT_BALANCE");
        }

        SpanData request = spans.inOrder().get(0);
        assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(request.getAttributes().asMap()).containsEntry(RequestSpans.ERROR, "INSUFFICIENT_BALANCE");
    }
}
