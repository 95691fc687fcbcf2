package network.peer.ledger;

/** Learns of every new ledger transaction inside its database transaction; settlement turns it into intents. */
public interface LedgerObserver {
    /** Called once per ledger transaction, before the commit, never for a replay. */
    void posted(PostedTransaction transaction);
}
