package network.peer.web.protection;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.RetryLater;

/** One bucket is empty; it says when it will hold enough again. */
public final class RateLimitedException extends BusinessException implements RetryLater {
    private static final long serialVersionUID = 1;

    private final long retryAfterSeconds;

    RateLimitedException(long retryAfterSeconds) {
        super(ErrorCode.RATE_LIMITED, "Too many requests: try again in " + retryAfterSeconds + " seconds.");
        this.retryAfterSeconds = retryAfterSeconds;
    }

    @Override
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
