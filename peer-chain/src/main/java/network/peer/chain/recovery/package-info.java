/**
 * When the database has lost commits: the guard that stops the lanes, and the rebuild from what our signers have on
 * chain. Uses the store through {@link network.peer.settlement.RecoveryStore} only.
 */
@NullMarked
package network.peer.chain.recovery;

import org.jspecify.annotations.NullMarked;
