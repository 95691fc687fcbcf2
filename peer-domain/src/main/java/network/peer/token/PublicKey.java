package network.peer.token;

/** The address of an account on Solana: 32 bytes, written in base58. */
public record PublicKey(String base58) implements Comparable<PublicKey> {
    public static final int LENGTH_BYTES = 32;

    /** @throws IllegalArgumentException if the text is not base58 of exactly 32 bytes */
    public PublicKey {
        Base58.decode(base58, LENGTH_BYTES);
    }

    public static PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + bytes.length);
        }
        return new PublicKey(Base58.encode(bytes));
    }

    /** A fresh copy of the 32 bytes. */
    public byte[] bytes() {
        return Base58.decode(base58, LENGTH_BYTES);
    }

    @Override
    public int compareTo(PublicKey other) {
        return base58.compareTo(other.base58);
    }

    @Override
    public String toString() {
        return base58;
    }
}
