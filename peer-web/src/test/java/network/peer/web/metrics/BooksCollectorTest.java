package network.peer.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.SettlementStory.Stage;
import org.junit.jupiter.api.Test;

class BooksCollectorTest {
    @Test
    void everyKindIsThereInEveryOpenStateAndParkedIsNoBacklog() throws IOException {
        Gauges gauges = new Gauges();

        BooksCollector.pipeline(
                List.of(
                        new Stage(IntentKind.MINT, IntentState.RECORDED, 5, Instant.ofEpochSecond(1_700_000_000)),
                        new Stage(IntentKind.MINT, IntentState.PARKED, 2, Instant.ofEpochSecond(1_600_000_000))),
                gauges);

        String text = text(gauges);
        assertThat(text)
                .contains("# TYPE peer_settlement_intents gauge\n")
                .contains("peer_settlement_intents{kind=\"mint\",state=\"recorded\"} 5.0\n")
                .contains("peer_settlement_intents{kind=\"mint\",state=\"claimed\"} 0.0\n")
                .contains("peer_settlement_backlog 5.0\n")
                .contains("peer_settlement_oldest_intent_timestamp_seconds{kind=\"mint\",state=\"parked\"} 1.6E9\n")
                .doesNotContain("\"settled\"");
        assertThat(text.lines().filter(line -> line.startsWith("peer_settlement_intents{")))
                .hasSize(IntentKind.values().length * (IntentState.values().length - 2));
    }

    private static String text(Gauges gauges) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(out, gauges.snapshots());
        return out.toString(StandardCharsets.UTF_8);
    }
}
