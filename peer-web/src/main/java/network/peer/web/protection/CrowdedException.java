package network.peer.web.protection;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.RetryLater;

/** An operation was not run, because others held all places for as long as it may take. */
final class CrowdedException extends BusinessException implements RetryLater {
    private static final long serialVersionUID = 1;

    /** Long enough for many operations to end. */
    private static final long RETRY_AFTER_SECONDS = 5;

    CrowdedException() {
        super(ErrorCode.TIMED_OUT, ErrorCode.TIMED_OUT.meaning());
    }

    @Override
    public long retryAfterSeconds() {
        return RETRY_AFTER_SECONDS;
    }
}
