package network.peer.chain.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.chain.rpc.RpcTelemetry.Call;
import network.peer.chain.rpc.RpcTelemetry.Outcome;
import network.peer.chain.telemetry.BatchWatch;
import network.peer.chain.telemetry.Beat;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.SignedBytes;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.Test;

class SettlementTracesTest {
    private static final Lane LANE = new Lane("mint-2", LaneWork.MINT);
    private static final UUID ATTEMPT = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private final CollectedSpans spans = new CollectedSpans();
    private final SettlementTraces traces = spans.traces();

    @Test
    void aBatchIsOneTraceWithTheFiveBeatsInOrder() {
        settle();

        List<SpanData> found = spans.inOrder();
        SpanData batch = named("settlement batch");
        assertThat(found).extracting(SpanData::getTraceId).containsOnly(batch.getTraceId());
        assertThat(batch.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(found)
                .filteredOn(span -> span.getParentSpanId().equals(batch.getSpanId()))
                .extracting(SpanData::getName)
                .containsExactly(
                        "settlement claim",
                        "settlement sign",
                        "settlement store",
                        "settlement attempt",
                        "settlement send",
                        "settlement record");
        assertThat(batch.getAttributes().asMap())
                .containsEntry(SettlementTraces.LANE, "mint-2")
                .containsEntry(SettlementTraces.INTENTS, 3L)
                .containsEntry(SettlementTraces.ATTEMPTS, 1L);
    }

    @Test
    void anAttemptIsFollowedFromItsStoringToItsEnd() {
        settle();

        SpanData attempt = named("settlement attempt");
        assertThat(attempt.getAttributes().asMap())
                .containsEntry(SettlementTraces.ATTEMPT, ATTEMPT.toString())
                .containsEntry(SettlementTraces.SIGNATURE, signature().base58())
                .containsEntry(SettlementTraces.INTENTS, 3L)
                .containsEntry(SettlementTraces.STATE, "FINALIZED")
                .containsEntry(SettlementTraces.SLOT, 42L);
        assertThat(attempt.getEvents()).extracting(EventData::getName).containsExactly("CONFIRMED", "FINALIZED");
    }

    @Test
    void rpcCallsAreBelowTheirBeatAndNowhereElse() {
        traces.call("node", "getEpochInfo").ended(Outcome.OK);
        settle();

        SpanData call = named("rpc simulateTransaction");
        assertThat(call.getParentSpanId()).isEqualTo(named("settlement sign").getSpanId());
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.inOrder()).extracting(SpanData::getName).doesNotContain("rpc getEpochInfo");
    }

    @Test
    void anEmptyClaimLeavesNoSpan() {
        try (BatchWatch watch = traces.batch(LANE)) {
            watch.begin(Beat.CLAIM);
        }

        assertThat(spans.inOrder()).isEmpty();
    }

    @Test
    void anAttemptOfAnotherNodeHasATraceOfItsOwn() {
        traces.recorded(ATTEMPT, AttemptFact.expired("proved"));

        SpanData recorded = named("settlement attempt recorded");
        assertThat(recorded.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(recorded.getAttributes().asMap()).containsEntry(SettlementTraces.ATTEMPT, ATTEMPT.toString());
    }

    @Test
    void itIsOnOnlyIfTheEnvironmentWantsIt() {
        assertThat(isWanted(Map.of())).isFalse();
        assertThat(isWanted(Map.of("OTEL_SERVICE_NAME", "peer"))).isFalse();
        assertThat(isWanted(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")))
                .isTrue();
        assertThat(isWanted(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces")))
                .isTrue();
        assertThat(isWanted(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
        assertThat(isWanted(Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")))
                .isFalse();
        assertThat(isWanted(Map.of("OTEL_SDK_DISABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")))
                .isFalse();
    }

    private static boolean isWanted(Map<String, String> environment) {
        return TracingSwitch.isWanted(environment::get);
    }

    private void settle() {
        try (BatchWatch watch = traces.batch(LANE)) {
            watch.begin(Beat.CLAIM);
            watch.claimed(3);
            watch.begin(Beat.SIGN);
            Call call = traces.call("node", "simulateTransaction");
            call.ended(Outcome.ERROR);
            watch.begin(Beat.STORE);
            watch.stored(List.of(attempt()));
            watch.begin(Beat.SEND);
            watch.begin(Beat.RECORD);
        }
        traces.recorded(ATTEMPT, AttemptFact.confirmed(42));
        traces.recorded(ATTEMPT, AttemptFact.finalized(42));
    }

    private SpanData named(String name) {
        return spans.inOrder().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NewAttempt attempt() {
        return new NewAttempt(
                ATTEMPT,
                "memo",
                signature(),
                new SignedBytes(new byte[] {1}),
                "blockhash",
                150,
                1,
                200_000,
                0,
                List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()));
    }

    private static TransactionSignature signature() {
        return new TransactionSignature("1".repeat(64));
    }
}
