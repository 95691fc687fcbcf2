package network.peer.settlement;

/** What an intent does on chain. */
public enum IntentKind {
    MINT,
    TRANSFER,
    BURN,
    MIGRATION,
    WITHDRAWAL
}
