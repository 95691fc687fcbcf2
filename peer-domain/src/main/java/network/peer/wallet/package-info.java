/** Wallets on chain: which address stands for which holder, and whether a user's tokens are there already. */
@NullMarked
package network.peer.wallet;

import org.jspecify.annotations.NullMarked;
