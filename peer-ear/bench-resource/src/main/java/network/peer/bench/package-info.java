/**
 * The read of the API's benchmark as a hand-written endpoint would do it: one JAX-RS resource, the product's statements
 * by plain JDBC, and MicroProfile JWT of the server. For the benchmark only; it is in no EAR.
 */
@NullMarked
package network.peer.bench;

import org.jspecify.annotations.NullMarked;
