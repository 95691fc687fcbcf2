package network.peer.identity;

import network.peer.BusinessException;
import network.peer.ErrorCode;

/** Too many wrong passwords for an address: no password is looked at for a while, not even the right one. */
public class TooManyAttemptsException extends BusinessException {
    private static final long serialVersionUID = 1;

    private final long retryAfterSeconds;

    TooManyAttemptsException(long retryAfterSeconds) {
        super(ErrorCode.TOO_MANY_ATTEMPTS, "too many attempts: try again in " + retryAfterSeconds + " seconds");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
