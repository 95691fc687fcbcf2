package network.peer.identity;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.RetryLater;

/** Too many wrong passwords for an address: no password is looked at for a while, not even the right one. */
public class TooManyAttemptsException extends BusinessException implements RetryLater {
    private static final long serialVersionUID = 1;

    private final long retryAfterSeconds;

    TooManyAttemptsException(long retryAfterSeconds) {
        super(ErrorCode.TOO_MANY_ATTEMPTS, "too many attempts: try again in " + retryAfterSeconds + " seconds");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    @Override
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
