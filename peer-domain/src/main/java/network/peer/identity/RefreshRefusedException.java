package network.peer.identity;

import network.peer.BusinessException;
import network.peer.ErrorCode;

/** A refresh that is refused and, where the token was used before, ends its session: that much is committed. */
@jakarta.ejb.ApplicationException(rollback = false)
public class RefreshRefusedException extends BusinessException {
    RefreshRefusedException() {
        super(ErrorCode.TOKEN_INVALID, "the refresh token is unknown, used or expired: log in again");
    }
}
