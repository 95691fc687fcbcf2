/**
 * Builds and signs Solana transactions: messages (legacy and v0), instructions, addresses derived from programs. Knows
 * nothing of the network beyond {@link network.peer.chain.tx.NetworkLimits}; may use the token value types and keys.
 */
@NullMarked
package network.peer.chain.tx;

import org.jspecify.annotations.NullMarked;
