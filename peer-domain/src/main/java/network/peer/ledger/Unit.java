package network.peer.ledger;

/** What an account counts: base units of PEER, or lamports for the costs of the chain. */
public enum Unit {
    PEER,
    LAMPORTS
}
