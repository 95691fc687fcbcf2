package network.peer.web.protection;

import graphql.execution.AbortExecutionException;
import network.peer.BusinessException;

/** Tells graphql-java to stop, and everybody else why. */
public final class RefusedOperationException extends AbortExecutionException {
    private static final long serialVersionUID = 1;

    private final BusinessException reason;

    RefusedOperationException(BusinessException reason) {
        super(reason);
        this.reason = reason;
    }

    public BusinessException reason() {
        return reason;
    }
}
