package network.peer.chain.tx;

/** A transaction that the network would not accept for its size; certain before a byte has left the process. */
public final class TransactionTooLargeException extends IllegalArgumentException {
    public TransactionTooLargeException(String what, long actual, long limit) {
        super("transaction too large: " + actual + " " + what + ", the network accepts " + limit);
    }
}
