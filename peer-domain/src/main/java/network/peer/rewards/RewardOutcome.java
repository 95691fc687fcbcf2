package network.peer.rewards;

/** What became of a day's pool. */
public enum RewardOutcome {
    MINTED,
    /** Nobody was kept, so nothing is minted; the pool is not carried over. */
    NO_GEMS,
    /** Everything that may ever exist has been minted. */
    CAP_REACHED
}
