/**
 * The PEER mint on chain: created once by an explicit command, verified at every start. Uses keys, transactions and RPC;
 * knows no database.
 */
@NullMarked
package network.peer.chain.mint;

import org.jspecify.annotations.NullMarked;
