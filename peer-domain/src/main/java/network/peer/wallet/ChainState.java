package network.peer.wallet;

/** Where a user's tokens stand: with everybody else's in the RESERVE wallet, there and about to be moved, or in the user's own wallet. */
public enum ChainState {
    OFF_CHAIN,
    MIGRATING,
    ON_CHAIN
}
