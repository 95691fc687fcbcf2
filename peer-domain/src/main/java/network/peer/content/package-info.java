/**
 * Posts, comments and what users do with them: free allowance, prices, repeat rules, and the gems that follow. An action
 * is one transaction over its row, its gem event and its ledger movement.
 */
@NullMarked
package network.peer.content;

import org.jspecify.annotations.NullMarked;
