package network.peer.ledger;

/** Why a ledger transaction was posted. */
public enum TransactionKind {
    GENESIS,
    MINT,
    SPEND,
    TRANSFER,
    BURN,
    WITHDRAWAL,
    DEPOSIT,
    MIGRATION,
    REVERSAL,
    /** A burn that is final on chain leaves the books. */
    RETIREMENT,
    /** Fees and rent, in lamports. */
    CHAIN_COST
}
