package network.peer.chain.outbox;

import java.time.Duration;

/**
 * How a lane works.
 *
 * @param claimLimit intents claimed at a time
 * @param lease how long the lane, and what it claims, is held without renewal
 * @param faultPause how long claimed intents rest after a first fault of the lane; doubled for each further one
 * @param longestFaultPause where the doubling ends
 * @param alikeWithin two intents that fail alike within this time are a fault of the lane, not of the second intent
 */
public record LaneSettings(
        int claimLimit, Duration lease, Duration faultPause, Duration longestFaultPause, Duration alikeWithin) {}
