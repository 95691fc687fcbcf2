package network.peer;

/** A refusal: the request was understood and is not allowed, and nothing was changed. Rolls the transaction back. */
@jakarta.ejb.ApplicationException(rollback = true)
public class BusinessException extends RuntimeException {
    private final ErrorCode code;

    public BusinessException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public BusinessException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
