package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.chain.metrics.SettlementMetrics;
import network.peer.chain.telemetry.BatchWatch;
import network.peer.chain.telemetry.Beat;
import network.peer.chain.telemetry.HarmlessTelemetry;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.chain.tracing.CollectedSpans;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.Lane;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementGauges;
import network.peer.settlement.SettlementGauges.LaneState;
import network.peer.settlement.SettlementGauges.Settled;
import network.peer.testing.Holders.Holder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who watch are told by real lanes and trackers. */
class TelemetryIT {
    private static final int OWED = 59;
    private static final long ATTEMPTS = 7;

    private SettlementRig rig;
    private PrometheusRegistry registry;
    private SettlementMetrics metrics;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
        registry = new PrometheusRegistry();
        metrics = new SettlementMetrics(registry, System::nanoTime, () -> Instant.EPOCH.plusSeconds(7));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyBeatIsTimedOnceABatchAndEveryAttemptIsCountedByOutcome() {
        rig.watch(new HarmlessTelemetry(List.of(metrics)));
        rig.owedHolders(OWED);

        settle();

        for (Beat beat : Beat.values()) {
            assertThat(timed("peer_settlement_beat_seconds", Labels.of("work", "mint", "beat", beat.code())))
                    .as(beat.code())
                    .isEqualTo(1);
        }
        assertThat(attempts("signed")).isEqualTo(ATTEMPTS);
        assertThat(attempts("finalized")).isEqualTo(ATTEMPTS);
        assertThat(attempts("rejected") + attempts("expired")).isZero();
        assertThat(counted("peer_settlement_sent_intents", Labels.of("lane", SettlementRig.MINT.name())))
                .isEqualTo(OWED);
    }

    @Test
    void theTimeToSettleIsThatOfEveryIntent() {
        rig.watch(metrics);
        rig.owedHolders(OWED);
        settle();

        List<UUID> finalized = metrics.takeFinalized(100);
        List<Settled> settled = rig.database.inTransaction(em -> new SettlementGauges(em).settledBy(finalized));
        metrics.settled(settled);

        assertThat(finalized).hasSize((int) ATTEMPTS);
        assertThat(metrics.takeFinalized(100)).isEmpty();
        assertThat(timed("peer_settlement_settled_seconds", Labels.EMPTY)).isEqualTo(OWED);
    }

    @Test
    void aClaimIsOneTraceFromItsFirstBeatToTheFinalityOfItsAttempts() {
        CollectedSpans spans = new CollectedSpans();
        rig.watch(new HarmlessTelemetry(List.of(spans.traces())));
        rig.owedHolders(OWED);

        settle();

        assertThat(spans.inOrder())
                .extracting(SpanData::getTraceId)
                .hasSize(6 + (int) ATTEMPTS)
                .containsOnly(spans.inOrder().get(0).getTraceId());
        assertThat(spans.inOrder())
                .extracting(SpanData::getName)
                .filteredOn(name -> !name.equals("settlement attempt"))
                .containsExactly(
                        "settlement batch",
                        "settlement claim",
                        "settlement sign",
                        "settlement store",
                        "settlement send",
                        "settlement record");
    }

    @Test
    void aWatcherThatFailsChangesNothing() {
        rig.watch(new HarmlessTelemetry(List.of(new Failing(true), new Failing(false), metrics)));
        List<Holder> holders = rig.owedHolders(OWED);

        settle();

        rig.assertPaidExactlyOnce(holders);
        assertThat(attempts("finalized")).isEqualTo(ATTEMPTS);
    }

    @Test
    void lanesSayWhoIsHeldAndWhoIsPaused() {
        rig.owedHolders(1);
        rig.lane("node-1").runOnce();
        rig.store.pause(PauseScope.lane(SettlementRig.TRANSFER.name()), "a test");

        List<LaneState> lanes = rig.database.inTransaction(em -> new SettlementGauges(em).lanes());

        assertThat(lanes).extracting(LaneState::lane).containsExactlyElementsOf(rig.store.lanes());
        assertThat(lanes)
                .filteredOn(LaneState::held)
                .extracting(LaneState::lane)
                .containsExactly(SettlementRig.MINT);
        assertThat(lanes)
                .filteredOn(LaneState::paused)
                .extracting(LaneState::lane)
                .containsExactly(SettlementRig.TRANSFER);
    }

    private void settle() {
        assertThat(rig.lane("node-1").runOnce()).isTrue();
        assertThat(rig.lane("node-1").runOnce()).isFalse();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
    }

    private long attempts(String outcome) {
        return counted("peer_settlement_attempts", Labels.of("outcome", outcome));
    }

    private long counted(String name, Labels labels) {
        return ((CounterSnapshot) metric(name))
                .getDataPoints().stream()
                        .filter(point -> point.getLabels().equals(labels))
                        .mapToLong(point -> (long) point.getValue())
                        .sum();
    }

    private long timed(String name, Labels labels) {
        return ((HistogramSnapshot) metric(name))
                .getDataPoints().stream()
                        .filter(point -> point.getLabels().equals(labels))
                        .mapToLong(HistogramSnapshot.HistogramDataPointSnapshot::getCount)
                        .sum();
    }

    private MetricSnapshot metric(String name) {
        return registry.scrape(name::equals).stream().findFirst().orElseThrow();
    }

    /** Throws at once, or from everything that it gives. */
    private record Failing(boolean atOnce) implements SettlementTelemetry {
        @Override
        public BatchWatch batch(Lane lane) {
            if (atOnce) {
                throw new NoClassDefFoundError("a library that is not there");
            }
            return new BatchWatch() {
                @Override
                public void begin(Beat beat) {
                    throw new IllegalStateException("begin");
                }

                @Override
                public void close() {
                    throw new IllegalStateException("close");
                }
            };
        }

        @Override
        public void recorded(UUID attemptId, AttemptFact fact) {
            throw new IllegalStateException("recorded");
        }
    }
}
