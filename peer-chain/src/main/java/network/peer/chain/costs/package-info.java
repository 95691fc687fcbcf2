/** What our transactions cost on chain, and how long the fee payers' SOL lasts. */
@NullMarked
package network.peer.chain.costs;

import org.jspecify.annotations.NullMarked;
