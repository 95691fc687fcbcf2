package network.peer.settlement;

/** What an intent does on chain. */
public enum IntentKind {
    MINT,
    TRANSFER,
    BURN,
    MIGRATION,
    WITHDRAWAL,
    /** What the movements of a window do together; see {@link Netting}. */
    NET
}
