/** What runs inside the server: the connection to the chain and the workers' schedule. */
@NullMarked
package network.peer.chain.node;

import org.jspecify.annotations.NullMarked;
