package network.peer.ledger.internal;

/**
 * The ledger transactions that moved something on an account, newest first, as SQL: each side by its own index and no
 * further than the page, so an account with millions of postings costs no more than a new one.
 */
public final class NewestTransactions {
    private NewestTransactions() {}

    /** Credits and debits of account {@code ?1} before transaction {@code ?2}, if that is not null; one column, {@code id}. */
    public static String ofBothSides(String condition, int limit) {
        return "select id from (" + ofSide("debit", condition, limit) + " union " + ofSide("credit", condition, limit)
                + ") moved order by id desc limit " + limit;
    }

    /**
     * As above, of one side. The account is part of the order, so that no plan goes through everybody's newest transactions
     * in the hope that some are this account's.
     *
     * @param side {@code debit} or {@code credit}
     * @param condition begins with {@code and}, or is empty; the posting is {@code p}
     */
    public static String ofSide(String side, String condition, int limit) {
        String account = "p." + side + "_account_id";
        return "(select side.id from (select distinct " + account
                + ", p.ledger_transaction_id as id from ledger_posting p"
                + " where (" + account + ", p.ledger_transaction_id) < (cast(?1 as uuid),"
                + "  coalesce(cast(?2 as uuid), cast('ffffffff-ffff-ffff-ffff-ffffffffffff' as uuid)))"
                + " and " + account + " >= cast(?1 as uuid) " + condition
                + " order by " + account + " desc, p.ledger_transaction_id desc limit " + limit + ") side)";
    }
}
