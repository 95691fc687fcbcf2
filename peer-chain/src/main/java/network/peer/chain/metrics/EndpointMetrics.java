package network.peer.chain.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.SolanaRpc;

/** How the endpoints do, as this node sees them, at the moment of asking. */
public final class EndpointMetrics {
    private EndpointMetrics() {}

    public static void register(PrometheusRegistry registry, Endpoints endpoints) {
        gauge(
                registry,
                endpoints,
                "peer_rpc_endpoint_slots_behind",
                "Slots behind the newest seen",
                rpc -> endpoints.slotsBehind(rpc));
        gauge(
                registry,
                endpoints,
                "peer_rpc_endpoint_resting",
                "1 while it rests after a failure",
                rpc -> endpoints.isResting(rpc) ? 1 : 0);
        gauge(
                registry,
                endpoints,
                "peer_rpc_endpoint_in_quorum",
                "0 if an operator took it out",
                rpc -> endpoints.all().contains(rpc) ? 1 : 0);
    }

    private static void gauge(
            PrometheusRegistry registry,
            Endpoints endpoints,
            String name,
            String help,
            ToDoubleFunction<SolanaRpc> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("endpoint")
                .callback(gauge ->
                        endpoints.configured().forEach(rpc -> gauge.call(value.applyAsDouble(rpc), rpc.endpoint())))
                .register(registry);
    }
}
