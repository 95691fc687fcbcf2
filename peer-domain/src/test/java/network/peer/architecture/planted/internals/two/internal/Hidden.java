package network.peer.architecture.planted.internals.two.internal;

/** Planted: what another feature must not see. */
public record Hidden() {}
