package network.peer.chain.conservation;

/** What landed cannot be told now, so chain and books cannot be compared; later it can. */
public final class UncertainLandingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncertainLandingException(String message) {
        super(message);
    }
}
