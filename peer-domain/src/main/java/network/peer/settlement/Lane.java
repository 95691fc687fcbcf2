package network.peer.settlement;

/**
 * One worker's place: at any time one node owns it. Several lanes may share a kind of work.
 *
 * @param name such as {@code mint-2}
 */
public record Lane(String name, LaneWork work) {}
