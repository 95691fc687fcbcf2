package network.peer.architecture.planted.internals.one;

import network.peer.architecture.planted.internals.two.internal.Hidden;

/** Planted: looks into another feature. */
public record Curious(Hidden hidden) {}
