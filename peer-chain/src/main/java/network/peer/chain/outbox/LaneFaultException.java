package network.peer.chain.outbox;

/** Something that hinders the whole lane, not one intent: back off, park nothing. */
final class LaneFaultException extends RuntimeException {
    LaneFaultException(String message) {
        super(message);
    }
}
