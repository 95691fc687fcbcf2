package network.peer.chain.rpc;

/**
 * Nothing is known: no connection, a time-out, an HTTP error, or an answer that makes no sense. The request may have
 * been carried out.
 */
public final class RpcUnavailable extends RpcException {
    RpcUnavailable(String method, String endpoint, String why) {
        super(method + " at " + endpoint + ": " + why);
    }

    RpcUnavailable(String method, String endpoint, String why, Throwable cause) {
        super(method + " at " + endpoint + ": " + why, cause);
    }
}
