package network.peer.wallet;

/** Where a user's tokens stand: with everybody else's in the RESERVE wallet, moving, or in the user's own wallet. */
public enum ChainState {
    OFF_CHAIN,
    MIGRATING,
    ON_CHAIN
}
