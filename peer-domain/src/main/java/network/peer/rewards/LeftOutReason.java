package network.peer.rewards;

/** Why a user who got gems on a day has no share of its pool. */
public enum LeftOutReason {
    NOT_ACTIVE,
    NOT_VERIFIED,
    NO_POSITIVE_GEMS
}
