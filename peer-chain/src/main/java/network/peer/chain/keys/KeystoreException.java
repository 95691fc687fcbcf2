package network.peer.chain.keys;

/** Why a keystore could not be created or opened. Never carries key material or the passphrase. */
public final class KeystoreException extends RuntimeException {
    /** What is wrong, for a caller that has to decide. */
    public enum Reason {
        MISSING("there is no keystore; create one first"),
        EXISTS("there is a file already, and a keystore never overwrites one"),
        UNREADABLE("the file cannot be read or written"),
        DAMAGED("the file is no intact keystore; restore it from its backup"),
        UNSUPPORTED_VERSION("the file was written by a newer version of this software"),
        WRONG_PASSPHRASE("the passphrase or key file is not the one it was sealed with");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }
    }

    private final Reason reason;

    KeystoreException(Reason reason, Object where) {
        super(where + ": " + reason.meaning);
        this.reason = reason;
    }

    KeystoreException(Reason reason, Object where, Throwable cause) {
        super(where + ": " + reason.meaning, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
