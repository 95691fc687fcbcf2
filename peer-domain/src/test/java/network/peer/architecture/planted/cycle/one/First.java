package network.peer.architecture.planted.cycle.one;

import network.peer.architecture.planted.cycle.two.Second;

/** Planted: half of a cycle. */
public record First(Second second) {}
