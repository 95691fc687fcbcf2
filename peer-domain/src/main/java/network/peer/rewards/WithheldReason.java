package network.peer.rewards;

/** Which limit kept gems of an action back. */
public enum WithheldReason {
    /** The account that acted is too young. */
    ACTOR_TOO_YOUNG,
    /** The one who acted has given as much on the day as one may. */
    ACTOR_LIMIT,
    /** The one who acted has given this owner as much on the day as one may. */
    PAIR_LIMIT
}
