package network.peer.settlement;

/** What an intent does on chain. */
public enum IntentKind {
    MINT,
    TRANSFER,
    BURN,
    /** The balance of a user who is put on chain, from RESERVE to the own wallet; see {@link Migrations}. */
    MIGRATION,
    WITHDRAWAL,
    /** What the movements of a window do together; see {@link Netting}. */
    NET
}
