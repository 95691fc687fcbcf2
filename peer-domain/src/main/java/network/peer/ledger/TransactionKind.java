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
    REVERSAL
}
