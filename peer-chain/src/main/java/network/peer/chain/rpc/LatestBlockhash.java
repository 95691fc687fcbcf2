package network.peer.chain.rpc;

import network.peer.chain.tx.Blockhash;

/**
 * A blockhash to sign with.
 *
 * @param lastValidBlockHeight last block height at which a transaction with it can land
 */
public record LatestBlockhash(Blockhash blockhash, long lastValidBlockHeight, long contextSlot) {}
