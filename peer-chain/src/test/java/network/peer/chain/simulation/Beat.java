package network.peer.chain.simulation;

/** The five beats of settlement; each call through a port belongs to one. */
enum Beat {
    CLAIM,
    SIGN,
    STORE,
    SEND,
    RECORD
}
