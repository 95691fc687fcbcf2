package network.peer.chain.rpc;

/** The lowest priority fee that landed in a recent slot writing the accounts asked for. */
public record PrioritizationFee(long slot, long microLamportsPerUnit) {}
