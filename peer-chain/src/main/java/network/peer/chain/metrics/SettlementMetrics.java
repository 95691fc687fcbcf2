package network.peer.chain.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import network.peer.chain.telemetry.BatchWatch;
import network.peer.chain.telemetry.Beat;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.FeePayer;
import network.peer.settlement.Lane;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.SettlementGauges.Settled;
import org.jspecify.annotations.Nullable;

/** Counts and times what this node does; no label has more values than lanes, methods and endpoints there are. */
public final class SettlementMetrics implements SettlementTelemetry {
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MILLIS_A_SECOND = 1e3;

    private final Histogram beats;
    private final Counter intents;
    private final Counter attempts;
    private final Gauge progress;
    private final Histogram calls;
    private final Histogram settled;
    private final Gauge feePayerLamports;
    private final Gauge feePayerRunwayDays;
    private final LongSupplier nanoTime;
    private final Supplier<Instant> clock;
    private final Queue<UUID> finalized = new ConcurrentLinkedQueue<>();

    /**
     * @param nanoTime of a clock that never goes back
     * @param clock of the machine, as Prometheus has it
     */
    public SettlementMetrics(PrometheusRegistry registry, LongSupplier nanoTime, Supplier<Instant> clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.beats = histogram("peer_settlement_beat_seconds", "Time of each beat of a batch", "work", "beat")
                .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
                .register(registry);
        this.intents = Counter.builder()
                .name("peer_settlement_sent_intents_total")
                .help("Intents in the attempts that this node stored and sent")
                .labelNames("lane")
                .register(registry);
        this.attempts = Counter.builder()
                .name("peer_settlement_attempts_total")
                .help("Attempts that this node stored (signed) or was the first to see in a state")
                .labelNames("outcome")
                .register(registry);
        this.progress = Gauge.builder()
                .name("peer_settlement_lane_progress_timestamp_seconds")
                .help("When this node last sent something for the lane")
                .labelNames("lane")
                .register(registry);
        this.calls = histogram("peer_rpc_call_seconds", "RPC calls", "endpoint", "method", "outcome")
                .classicUpperBounds(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5)
                .register(registry);
        this.settled = histogram("peer_settlement_settled_seconds", "From an intent's recording to its finality")
                .classicUpperBounds(1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 21600)
                .register(registry);
        this.feePayerLamports = Gauge.builder()
                .name("peer_fee_payer_lamports")
                .help("Balance of the key that pays for the work")
                .labelNames("work")
                .register(registry);
        this.feePayerRunwayDays = Gauge.builder()
                .name("peer_fee_payer_runway_days")
                .help("How long it lasts at the pace of the last week; absent if nothing was spent")
                .labelNames("work")
                .register(registry);
        for (AttemptState outcome : AttemptState.values()) {
            attempts.initLabelValues(code(outcome));
        }
    }

    @Override
    public BatchWatch batch(Lane lane) {
        return new Watch(lane);
    }

    @Override
    public void recorded(UUID attemptId, AttemptFact fact) {
        attempts.labelValues(code(fact.state())).inc();
        if (fact.state() == AttemptState.FINALIZED) {
            finalized.add(attemptId);
        }
    }

    @Override
    public Call call(String endpoint, String method) {
        long began = nanoTime.getAsLong();
        return outcome -> calls.labelValues(endpoint, method, outcome.code()).observe(secondsSince(began));
    }

    /** The attempts that became final since it was asked last, at most so many. */
    public List<UUID> takeFinalized(int most) {
        List<UUID> taken = new ArrayList<>();
        for (UUID id = finalized.poll(); id != null; id = taken.size() < most ? finalized.poll() : null) {
            taken.add(id);
        }
        return taken;
    }

    public void settled(Collection<Settled> intentsSettled) {
        for (Settled group : intentsSettled) {
            for (long i = 0; i < group.intents(); i++) {
                settled.observe(group.after().toMillis() / MILLIS_A_SECOND);
            }
        }
    }

    public void feePayers(List<FeePayer> payers) {
        for (FeePayer payer : payers) {
            feePayerLamports.labelValues(payer.work().code()).set((double) payer.balanceLamports());
            if (payer.runwayDays().isPresent()) {
                feePayerRunwayDays.labelValues(payer.work().code()).set((double)
                        payer.runwayDays().getAsLong());
            } else {
                feePayerRunwayDays.remove(payer.work().code());
            }
        }
    }

    private double secondsSince(long began) {
        return (nanoTime.getAsLong() - began) / NANOS_A_SECOND;
    }

    private static Histogram.Builder histogram(String name, String help, String... labels) {
        return Histogram.builder().name(name).help(help).labelNames(labels).classicOnly();
    }

    private static String code(AttemptState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Beats count once something is claimed: the others are looks at an empty outbox. */
    private final class Watch implements BatchWatch {
        private final Lane lane;
        private @Nullable Beat beat;
        private long began;
        private boolean claimed;

        Watch(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void begin(Beat next) {
            close();
            beat = next;
            began = nanoTime.getAsLong();
        }

        @Override
        public void claimed(int count) {
            claimed = true;
        }

        @Override
        public void stored(Collection<NewAttempt> stored) {
            if (stored.isEmpty()) {
                return;
            }
            attempts.labelValues(code(AttemptState.SIGNED)).inc(stored.size());
            intents.labelValues(lane.name())
                    .inc(stored.stream()
                            .mapToLong(attempt -> attempt.intentIds().size())
                            .sum());
            progress.labelValues(lane.name()).set(clock.get().toEpochMilli() / MILLIS_A_SECOND);
        }

        @Override
        public void close() {
            if (beat != null && claimed) {
                beats.labelValues(lane.work().code(), beat.code()).observe(secondsSince(began));
            }
            beat = null;
        }
    }
}
