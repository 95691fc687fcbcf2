package network.peer.rewards;

/** Where a day is on its way from gems to tokens; it only moves forward. */
public enum RewardDayState {
    /** Takes gem events. */
    OPEN,
    /** Takes no more gem events; who is kept is frozen. */
    CLOSED,
    /** Each share is known and they sum to the pool. */
    ALLOCATED,
    /** Each share is in the ledger. */
    COMPLETED
}
