package network.peer.chain.outbox;

/** Something that hinders the whole lane, not one intent: back off, park nothing. */
public final class LaneFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaneFaultException(String message) {
        super(message);
    }
}
