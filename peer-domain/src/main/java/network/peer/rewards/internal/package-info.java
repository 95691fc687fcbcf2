/** Statements over reward days, gem events and shares. */
@NullMarked
package network.peer.rewards.internal;

import org.jspecify.annotations.NullMarked;
