package network.peer.identity.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password made unreadable, with the parameters it was made with, so that they can become stronger later. Not a
 * record: its arrays must not leak and have no useful equality.
 */
public final class PasswordHash {
    /** OWASP's minimum for this algorithm (Password Storage Cheat Sheet). */
    public static final int ITERATIONS = 210_000;

    public static final String ALGORITHM = "PBKDF2WithHmacSHA512";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PasswordHash NOBODYS = of("nobody has this password: 4f1c");

    private final String algorithm;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    public PasswordHash(String algorithm, int iterations, byte[] salt, byte[] hash) {
        this.algorithm = algorithm;
        this.iterations = iterations;
        this.salt = salt.clone();
        this.hash = hash.clone();
    }

    public static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(ALGORITHM, ITERATIONS, salt, derive(password, ALGORITHM, ITERATIONS, salt, HASH_BYTES));
    }

    /** Takes as long as a real comparison, so that the time of an answer does not tell whether an account exists. */
    public static void compareInVain(String password) {
        NOBODYS.matches(password);
    }

    /** Compares in constant time. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, algorithm, iterations, salt, hash.length));
    }

    /** Whether it was made with weaker parameters than those of today. */
    public boolean isOutdated() {
        return !algorithm.equals(ALGORITHM) || iterations < ITERATIONS;
    }

    public String algorithm() {
        return algorithm;
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] hash() {
        return hash.clone();
    }

    private static byte[] derive(String password, String algorithm, int iterations, byte[] salt, int lengthBytes) {
        char[] characters = password.toCharArray();
        PBEKeySpec specification = new PBEKeySpec(characters, salt, iterations, lengthBytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(specification)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("password hashing is not available: " + algorithm, e);
        } finally {
            specification.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }
}
