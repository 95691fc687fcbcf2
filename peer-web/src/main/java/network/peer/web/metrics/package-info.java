/** {@code /metrics} in Prometheus' text format, the same on every server: what the workers registered, the books, the JVM. */
@NullMarked
package network.peer.web.metrics;

import org.jspecify.annotations.NullMarked;
