package network.peer.chain.rpc;

import java.time.Duration;

/** What a node's failure looks like to its caller, for tests outside this package. */
public final class RpcFailures {
    private RpcFailures() {}

    public static RpcException unavailable(String method, String endpoint, String why) {
        return new RpcUnavailable(method, endpoint, why);
    }

    public static RpcUnavailable limited(String method, String endpoint, Duration retryAfter) {
        return new RpcUnavailable(method, endpoint, "HTTP status 429", retryAfter);
    }

    public static RpcException error(String method, String endpoint, long code, String message) {
        return new RpcError(method, endpoint, code, message, null);
    }
}
