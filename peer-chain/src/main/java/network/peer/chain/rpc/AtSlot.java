package network.peer.chain.rpc;

/** A value and the slot whose state it was read from. */
public record AtSlot<T>(long slot, T value) {}
