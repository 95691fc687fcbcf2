/**
 * The versioned figures of the token economy and the arithmetic of its fees: nobody else knows a price, a weight or a
 * rate. Uses token, time and the audit log.
 */
@NullMarked
package network.peer.tokenomics;

import org.jspecify.annotations.NullMarked;
