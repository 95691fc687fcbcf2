package network.peer.settlement;

import java.util.Arrays;

/** The wire bytes of a signed transaction; never logged. */
public final class SignedBytes {
    private final byte[] bytes;

    public SignedBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A fresh copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " signed bytes";
    }
}
