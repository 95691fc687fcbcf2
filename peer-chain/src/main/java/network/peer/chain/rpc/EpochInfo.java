package network.peer.chain.rpc;

/** Where the chain stands. */
public record EpochInfo(long absoluteSlot, long blockHeight, long epoch, long slotIndex, long slotsInEpoch) {}
