package network.peer.chain.keys;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * How the key that seals a keystore comes from what a person keeps. The parameters are stored in the file, so that they
 * can be raised later without losing old files.
 *
 * @param memoryKib of Argon2id; 0 for a key file
 * @param iterations of Argon2id; 0 for a key file
 * @param lanes of Argon2id; 0 for a key file
 * @param saltHex 16 random bytes
 */
record KeyDerivation(Method method, int memoryKib, int iterations, int lanes, String saltHex) {
    static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;

    enum Method {
        /** Slow on purpose: a passphrase can be guessed. */
        ARGON2ID,
        /** HKDF-SHA-256: the bytes of a key file are random already. */
        KEY_FILE
    }

    /** Beyond this a damaged or forged file would only exhaust our memory or time. */
    private static final int MAX_MEMORY_KIB = 1024 * 1024;

    private static final int MAX_ITERATIONS = 64;
    private static final int MAX_LANES = 64;

    KeyDerivation {
        boolean plausible = saltHex.length() == 2 * SALT_BYTES
                && (method == Method.KEY_FILE
                        || (lanes >= 1
                                && lanes <= MAX_LANES
                                && memoryKib >= 8 * lanes
                                && memoryKib <= MAX_MEMORY_KIB
                                && iterations >= 1
                                && iterations <= MAX_ITERATIONS));
        if (!plausible) {
            throw new IllegalArgumentException("implausible key derivation parameters");
        }
    }

    /** For a new file: the second recommended option of RFC 9106, section 4. */
    static KeyDerivation recommended(Method method, String saltHex) {
        return method == Method.KEY_FILE
                ? new KeyDerivation(method, 0, 0, 0, saltHex)
                : new KeyDerivation(method, 64 * 1024, 3, 4, saltHex);
    }

    byte[] key(byte[] secret, byte[] salt) {
        byte[] key = new byte[KEY_BYTES];
        if (method == Method.KEY_FILE) {
            HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
            hkdf.init(new HKDFParameters(secret, salt, new byte[0]));
            hkdf.generateBytes(key, 0, key.length);
        } else {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(iterations)
                    .withParallelism(lanes)
                    .withSalt(Arrays.copyOf(salt, salt.length))
                    .build());
            argon2.generateBytes(secret, key);
        }
        return key;
    }
}
