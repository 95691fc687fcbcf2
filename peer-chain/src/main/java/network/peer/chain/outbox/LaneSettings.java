package network.peer.chain.outbox;

import java.time.Duration;

/**
 * How a lane works.
 *
 * @param claimLimit intents claimed at a time
 * @param lease how long the lane, and what it claims, is held without renewal
 * @param faultPause how long claimed intents rest after a fault of the lane
 * @param priorityFeeCapMicroLamports the most that is offered for a compute unit
 */
public record LaneSettings(int claimLimit, Duration lease, Duration faultPause, long priorityFeeCapMicroLamports) {}
