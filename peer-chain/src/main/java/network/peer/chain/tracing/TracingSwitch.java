package network.peer.chain.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import network.peer.operations.RequestTraces;

/**
 * Tracing as the environment wants it: on if it names an exporter or where to export to, otherwise no class of the
 * library is touched. The instance is this application's own; a server's global one is left alone.
 */
public final class TracingSwitch implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(TracingSwitch.class.getName());
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    private static final int SECONDS_TO_EXPORT_THE_REST = 3;

    /** What holds unless the environment says otherwise. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "peer",
            "otel.traces.exporter", "otlp",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf");

    private final OpenTelemetrySdk sdk;

    private TracingSwitch(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /** Empty if the environment does not want it, or it cannot be had. */
    public static Optional<TracingSwitch> fromEnvironment() {
        if (!isWanted(System::getenv) && !isWanted(TracingSwitch::property)) {
            return Optional.empty();
        }
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .setServiceClassLoader(TracingSwitch.class.getClassLoader())
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            LOGGER.log(Level.INFO, "tracing is on");
            return Optional.of(new TracingSwitch(sdk));
        } catch (RuntimeException | LinkageError failure) {
            LOGGER.log(
                    Level.WARNING, "PEER-SET-031 tracing cannot be switched on, settlement goes on without", failure);
            return Optional.empty();
        }
    }

    public SettlementTraces traces() {
        return new SettlementTraces(sdk.getTracer("network.peer.settlement"));
    }

    public RequestTraces requests() {
        return new RequestSpans(sdk.getTracer("network.peer.web"));
    }

    /** Exports what is left, for a few seconds at most. */
    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(SECONDS_TO_EXPORT_THE_REST, TimeUnit.SECONDS);
    }

    /** @param environment gives null for what is not set */
    static boolean isWanted(UnaryOperator<String> environment) {
        String exporter = environment.apply("OTEL_TRACES_EXPORTER");
        boolean named = exporter != null && !exporter.isBlank();
        boolean off = "true".equalsIgnoreCase(environment.apply("OTEL_SDK_DISABLED"))
                || (named && exporter.strip().equals("none"));
        return !off
                && (named
                        || ENDPOINTS.stream()
                                .flatMap(variable -> Stream.ofNullable(environment.apply(variable)))
                                .anyMatch(endpoint -> !endpoint.isBlank()));
    }

    /** The library takes the same as system properties. */
    private static String property(String variable) {
        return System.getProperty(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    }
}
