/** Beats one to four of settlement: claim, pack and sign, store, send. Uses keys, tx, rpc and the settlement store. */
@NullMarked
package network.peer.chain.outbox;

import org.jspecify.annotations.NullMarked;
