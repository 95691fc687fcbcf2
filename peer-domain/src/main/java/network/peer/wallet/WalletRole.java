package network.peer.wallet;

/** What a wallet of ours is for. */
public enum WalletRole {
    /** The custodial wallet of one user, derived from the master seed. */
    USER,
    /** Holds what stands on the books of the users who are not on chain yet. */
    RESERVE,
    /** Holds what stands on the TREASURY account. */
    TREASURY
}
