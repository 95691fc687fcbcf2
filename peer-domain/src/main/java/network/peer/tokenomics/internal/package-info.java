/** How tokenomics versions are read. */
@NullMarked
package network.peer.tokenomics.internal;

import org.jspecify.annotations.NullMarked;
