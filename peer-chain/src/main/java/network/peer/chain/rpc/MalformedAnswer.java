package network.peer.chain.rpc;

/** An answer that is not what the method promises; becomes {@link RpcUnavailable} before it leaves the package. */
final class MalformedAnswer extends RuntimeException {
    MalformedAnswer(String what) {
        super(what);
    }
}
