/**
 * Asks one Solana node, over JSON-RPC: typed results, typed errors, an explicit time-out for every call, and nothing
 * ever sent twice. What a node's answer means for a settlement is decided elsewhere.
 */
@NullMarked
package network.peer.chain.rpc;

import org.jspecify.annotations.NullMarked;
