package network.peer.chain.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** What opens a keystore: a passphrase, or a key file kept elsewhere than the keystore. */
public final class KeystoreUnlock {
    private static final int MIN_KEY_FILE_BYTES = 32;
    private static final int MAX_KEY_FILE_BYTES = 64 * 1024;

    private final KeyDerivation.Method method;
    private final byte[] secret;

    private KeystoreUnlock(KeyDerivation.Method method, byte[] secret) {
        this.method = method;
        this.secret = secret;
    }

    /** @throws IllegalArgumentException if the passphrase is empty */
    public static KeystoreUnlock passphrase(String passphrase) {
        if (passphrase.isEmpty()) {
            throw new IllegalArgumentException("the keystore's passphrase is empty");
        }
        return new KeystoreUnlock(KeyDerivation.Method.ARGON2ID, passphrase.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes the file's bytes as they are: they must be random, for example 32 bytes of {@code /dev/urandom}.
     *
     * @throws IllegalArgumentException if it cannot be read or has not between 32 bytes and 64 KiB
     */
    public static KeystoreUnlock keyFile(Path file) {
        try {
            long size = Files.size(file);
            if (size < MIN_KEY_FILE_BYTES || size > MAX_KEY_FILE_BYTES) {
                throw new IllegalArgumentException("a key file has between 32 bytes and 64 KiB: " + file);
            }
            return new KeystoreUnlock(KeyDerivation.Method.KEY_FILE, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file cannot be read: " + file, e);
        }
    }

    KeyDerivation.Method method() {
        return method;
    }

    <T> T withSecret(Function<byte[], T> use) {
        return use.apply(secret);
    }

    @Override
    public String toString() {
        return "KeystoreUnlock[" + method + "]";
    }
}
