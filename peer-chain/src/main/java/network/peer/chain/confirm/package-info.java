/** Beat five: watches stored attempts, sends the same bytes again, and records what is certain. */
@NullMarked
package network.peer.chain.confirm;

import org.jspecify.annotations.NullMarked;
