package network.peer.rewards;

/** Why a user who got gems on a day has no share of its pool. */
public enum LeftOutReason {
    NOT_ACTIVE,
    NOT_VERIFIED,
    /** By an operator, before the day was approved. */
    EXCLUDED,
    NO_POSITIVE_GEMS
}
