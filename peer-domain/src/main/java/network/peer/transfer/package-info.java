/**
 * Tokens that users move of their own will: to another user, with a message, or out of existence. Uses identity, ledger and
 * tokenomics; what a movement means on chain is settlement's.
 */
@NullMarked
package network.peer.transfer;

import org.jspecify.annotations.NullMarked;
