/** Liveness and readiness at {@code /health/live} and {@code /health/ready}, the same on both servers. */
@NullMarked
package network.peer.web.health;

import org.jspecify.annotations.NullMarked;
