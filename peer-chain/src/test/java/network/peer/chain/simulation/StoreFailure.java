package network.peer.chain.simulation;

/** The connection to the store broke; whether the transaction committed is not known. */
final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreFailure() {
        super("connection lost", null, false, false);
    }
}
