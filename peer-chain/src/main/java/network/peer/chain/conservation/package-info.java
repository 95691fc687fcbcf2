/** The comparison of chain and books, wallet by wallet and in total. */
@NullMarked
package network.peer.chain.conservation;

import org.jspecify.annotations.NullMarked;
