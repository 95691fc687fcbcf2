package network.peer.chain.rpc;

import java.time.Duration;

/**
 * Nothing is known: no connection, a time-out, an HTTP error, or an answer that makes no sense. The request may have
 * been carried out.
 */
public final class RpcUnavailable extends RpcException {
    private final Duration retryAfter;

    RpcUnavailable(String method, String endpoint, String why) {
        this(method, endpoint, why, Duration.ZERO);
    }

    RpcUnavailable(String method, String endpoint, String why, Duration retryAfter) {
        super(method + " at " + endpoint + ": " + why);
        this.retryAfter = retryAfter;
    }

    RpcUnavailable(String method, String endpoint, String why, Throwable cause) {
        super(method + " at " + endpoint + ": " + why, cause);
        this.retryAfter = Duration.ZERO;
    }

    /** How long the node asked to be left alone; zero if it did not. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
