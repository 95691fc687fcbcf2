package network.peer.chain.tx;

/** The wire format of a message. */
public enum MessageVersion {
    LEGACY,
    /** Version 0; can name accounts through lookup tables. */
    V0
}
