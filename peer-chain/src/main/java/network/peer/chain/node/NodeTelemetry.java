package network.peer.chain.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.chain.metrics.EndpointMetrics;
import network.peer.chain.metrics.SettlementMetrics;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.telemetry.HarmlessTelemetry;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.chain.tracing.TracingSwitch;
import network.peer.operations.RequestTraces;
import network.peer.settlement.FeePayer;
import network.peer.settlement.SettlementGauges.Settled;

/** Those who watch this node's settlement. Its metrics go into the registry of the application, where /metrics reads them. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class NodeTelemetry {
    private SettlementMetrics metrics;
    private SettlementTelemetry telemetry;
    private Optional<TracingSwitch> tracing;
    private Optional<RequestTraces> requests;

    /** Not in a constructor, which the container calls for its proxy too: a metric is registered once. */
    @PostConstruct
    void begin() {
        metrics =
                new SettlementMetrics(PrometheusRegistry.defaultRegistry, System::nanoTime, Clock.systemUTC()::instant);
        tracing = TracingSwitch.fromEnvironment();
        List<SettlementTelemetry> watchers = new ArrayList<>(List.of(metrics));
        tracing.ifPresent(on -> watchers.add(on.traces()));
        requests = tracing.map(TracingSwitch::requests);
        telemetry = new HarmlessTelemetry(watchers);
    }

    @PreDestroy
    void end() {
        tracing.ifPresent(TracingSwitch::close);
    }

    SettlementTelemetry telemetry() {
        return telemetry;
    }

    /** Those of the API's operations, if the environment wants traces. */
    Optional<RequestTraces> requests() {
        return requests;
    }

    void watch(Endpoints endpoints) {
        EndpointMetrics.register(PrometheusRegistry.defaultRegistry, endpoints);
    }

    void feePayers(List<FeePayer> payers) {
        metrics.feePayers(payers);
    }

    List<UUID> takeFinalized(int most) {
        return metrics.takeFinalized(most);
    }

    void settled(List<Settled> intents) {
        metrics.settled(intents);
    }
}
