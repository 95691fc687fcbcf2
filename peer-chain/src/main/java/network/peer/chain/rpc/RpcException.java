package network.peer.chain.rpc;

/** A call that did not bring the answer asked for. Never proves anything about a transaction that was sent. */
public abstract sealed class RpcException extends RuntimeException permits RpcError, RpcUnavailable {
    RpcException(String message) {
        super(message);
    }

    RpcException(String message, Throwable cause) {
        super(message, cause);
    }
}
