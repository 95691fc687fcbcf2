package network.peer.chain.tx;

import network.peer.token.PublicKey;

/** The recent blockhash that gives a transaction its limited life: 32 bytes, written in base58. */
public record Blockhash(String base58) {
    /** @throws IllegalArgumentException if the text is not base58 of exactly 32 bytes */
    public Blockhash {
        requireHash(base58);
    }

    public static Blockhash of(byte[] bytes) {
        return new Blockhash(PublicKey.of(bytes).base58());
    }

    /** A fresh copy of the 32 bytes. */
    public byte[] bytes() {
        return new PublicKey(base58).bytes();
    }

    @Override
    public String toString() {
        return base58;
    }

    private static void requireHash(String base58) {
        try {
            new PublicKey(base58);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a blockhash: " + base58, e);
        }
    }
}
