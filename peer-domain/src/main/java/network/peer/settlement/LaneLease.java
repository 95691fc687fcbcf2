package network.peer.settlement;

/**
 * A node's ownership of a lane.
 *
 * @param fence grows with every change of owner; whoever signs under an older one is refused
 */
public record LaneLease(Lane lane, String owner, long fence) {}
