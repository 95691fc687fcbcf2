package network.peer.chain.recovery;

/** A node's history has a hole, so that nothing can be concluded from it. */
public final class HistoryGapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HistoryGapException(String message) {
        super(message);
    }
}
