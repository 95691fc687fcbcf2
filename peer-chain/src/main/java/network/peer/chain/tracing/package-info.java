/** Settlement and the API's operations as OpenTelemetry spans; switched on by the usual {@code OTEL_*} environment (ADR-0018). */
@NullMarked
package network.peer.chain.tracing;

import org.jspecify.annotations.NullMarked;
