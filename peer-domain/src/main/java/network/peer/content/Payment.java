package network.peer.content;

/** How an action was paid. */
public enum Payment {
    /** Its kind costs nothing. */
    NO_PRICE,
    /** Out of the day's free allowance. */
    ALLOWANCE,
    TOKENS
}
