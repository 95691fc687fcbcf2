package network.peer.chain.recovery;

/** A rebuild beside a lane that signs could miss what that lane is about to send. */
public final class LaneInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaneInUseException(String message) {
        super(message);
    }
}
