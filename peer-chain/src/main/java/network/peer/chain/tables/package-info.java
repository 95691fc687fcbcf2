/**
 * Lookup tables for payouts: creates, fills, gives up and closes them, and says which payouts can use. Uses keys, tx, rpc,
 * the store of lookup tables and, of the outbox, its blockhashes; knows nothing of attempts.
 */
@NullMarked
package network.peer.chain.tables;

import org.jspecify.annotations.NullMarked;
