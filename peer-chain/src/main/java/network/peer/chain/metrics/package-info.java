/** Settlement as Prometheus metrics: the values that only this process knows. Those of the books are read where they are shown. */
@NullMarked
package network.peer.chain.metrics;

import org.jspecify.annotations.NullMarked;
