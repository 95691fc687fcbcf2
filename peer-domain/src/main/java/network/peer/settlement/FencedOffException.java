package network.peer.settlement;

/** The lane has another owner by now, or an intent is no longer held: what was signed must be thrown away unsent. */
@jakarta.ejb.ApplicationException(rollback = true)
public class FencedOffException extends RuntimeException {
    public FencedOffException(String message) {
        super(message);
    }
}
