/** Statements and rules of the transfer feature. */
@NullMarked
package network.peer.transfer.internal;

import org.jspecify.annotations.NullMarked;
