/**
 * What the ledger owes on chain: intents, the attempts to pay them, and the store through which the chain's workers
 * claim intents and write back facts, and the windows in which small spending is netted. Uses ledger and wallet; makes no remote call.
 */
@NullMarked
package network.peer.settlement;

import org.jspecify.annotations.NullMarked;
