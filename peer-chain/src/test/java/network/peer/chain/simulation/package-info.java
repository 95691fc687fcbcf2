/**
 * The real lanes and trackers of two nodes against a simulated chain, clock and crashes, every choice drawn from one
 * seed; a checker that reads only the chain's bytes and the list of what is owed says whether everybody is paid once.
 */
@NullMarked
package network.peer.chain.simulation;

import org.jspecify.annotations.NullMarked;
