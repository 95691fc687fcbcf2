/**
 * From gems to tokens: records gem events under their day, closes days, allocates each day's pool exactly and posts the
 * shares to the ledger. Knows the ledger and the tokenomics; does not know what a posting means on chain.
 */
@NullMarked
package network.peer.rewards;

import org.jspecify.annotations.NullMarked;
