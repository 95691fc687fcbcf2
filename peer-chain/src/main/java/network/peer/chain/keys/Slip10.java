package network.peer.chain.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Derives Ed25519 keys from a seed; hardened steps only, as the curve requires.
 *
 * @see <a href="https://github.com/satoshilabs/slips/blob/master/slip-0010.md">SLIP-0010</a>
 */
final class Slip10 {
    static final long MAX_INDEX = Integer.MAX_VALUE;

    private static final byte[] CURVE = "ed25519 seed".getBytes(StandardCharsets.US_ASCII);
    private static final int HARDENED = 0x8000_0000;
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final byte[] chainCode;

    private Slip10(byte[] hash) {
        key = Arrays.copyOfRange(hash, 0, KEY_BYTES);
        chainCode = Arrays.copyOfRange(hash, KEY_BYTES, hash.length);
        Arrays.fill(hash, (byte) 0);
    }

    static Slip10 master(byte[] seed) {
        return new Slip10(hmacSha512(CURVE, seed));
    }

    /** The hardened child: {@code index'} in a path. */
    Slip10 child(long index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("a derivation index is between 0 and 2^31 - 1, not " + index);
        }
        byte[] data = ByteBuffer.allocate(1 + KEY_BYTES + Integer.BYTES)
                .put((byte) 0)
                .put(key)
                .putInt((int) index | HARDENED)
                .array();
        Slip10 child = new Slip10(hmacSha512(chainCode, data));
        Arrays.fill(data, (byte) 0);
        return child;
    }

    /** The 32-byte private key, not a copy. */
    byte[] key() {
        return key;
    }

    byte[] chainCode() {
        return chainCode;
    }

    void destroy() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(chainCode, (byte) 0);
    }

    private static byte[] hmacSha512(byte[] key, byte[] data) {
        HMac mac = new HMac(new SHA512Digest());
        mac.init(new KeyParameter(key));
        mac.update(data, 0, data.length);
        byte[] hash = new byte[mac.getMacSize()];
        mac.doFinal(hash, 0);
        return hash;
    }
}
