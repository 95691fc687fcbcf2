package network.peer.chain.mint;

/** The mint is not the one this installation may use, or could not be created; the message says what a person must do. */
public final class MintException extends RuntimeException {
    MintException(String message) {
        super(message);
    }

    MintException(String message, Throwable cause) {
        super(message, cause);
    }
}
