package network.peer.chain.tables;

/**
 * When a table is worth having; ADR 0015 has the arithmetic.
 *
 * @param paidDays on how many of the last days a recipient must have been paid to get a place
 * @param windowDays how many days are looked at
 * @param unusedDays a table through which nothing was paid for longer is given up
 * @param leastRecipients with fewer a table is not created
 */
public record LookupTablePolicy(int paidDays, int windowDays, int unusedDays, int leastRecipients) {
    /** A transaction that adds fewer to a table that has room would cost more than they save in a few days. */
    static final int LEAST_ADDED = 16;

    /** The rent of a table is a loan; so many of them must be left to pay with. */
    static final int BALANCE_IN_RENTS = 10;
}
