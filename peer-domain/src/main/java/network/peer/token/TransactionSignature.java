package network.peer.token;

/** The first signature of a Solana transaction, which names it: 64 bytes, written in base58. */
public record TransactionSignature(String base58) {
    public static final int LENGTH_BYTES = 64;

    /** @throws IllegalArgumentException if the text is not base58 of exactly 64 bytes */
    public TransactionSignature {
        Base58.decode(base58, LENGTH_BYTES);
    }

    public static TransactionSignature of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
        }
        return new TransactionSignature(Base58.encode(bytes));
    }

    /** A fresh copy of the 64 bytes. */
    public byte[] bytes() {
        return Base58.decode(base58, LENGTH_BYTES);
    }

    @Override
    public String toString() {
        return base58;
    }
}
