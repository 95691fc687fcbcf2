package network.peer.chain.keys;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.peer.chain.keys.KeystoreException.Reason;

/**
 * The keystore's content: a JSON object whose readable part says how it is sealed and whose rest is AES-256-GCM over the
 * keys. The readable part is authenticated too; a checksum tells damage from a wrong passphrase.
 */
final class SealedKeys {
    private static final String FORMAT = "peer-keystore";
    private static final int VERSION = 1;
    private static final String CIPHER = "AES-256-GCM";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final HexFormat HEX = HexFormat.of();

    private SealedKeys() {}

    static String seal(byte[] plain, KeystoreUnlock unlock) {
        SecureRandom random = new SecureRandom();
        KeyDerivation derivation =
                KeyDerivation.recommended(unlock.method(), randomHex(random, KeyDerivation.SALT_BYTES));
        String nonce = randomHex(random, NONCE_BYTES);
        String header = header(derivation, nonce);
        try {
            String sealed = HEX.formatHex(crypt(Cipher.ENCRYPT_MODE, plain, key(derivation, unlock), nonce, header));
            return json(derivation, nonce, sealed) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    static byte[] open(String content, KeystoreUnlock unlock, Object where) {
        try (JsonReader reader = Json.createReader(new StringReader(content))) {
            JsonObject file = reader.readObject();
            if (!FORMAT.equals(file.getString("format"))
                    || !CIPHER.equals(file.getString("cipher"))
                    || file.getInt("version") < VERSION) {
                throw new KeystoreException(Reason.DAMAGED, where);
            }
            if (file.getInt("version") > VERSION) {
                throw new KeystoreException(Reason.UNSUPPORTED_VERSION, where);
            }
            JsonObject kdf = file.getJsonObject("keyDerivation");
            KeyDerivation derivation = new KeyDerivation(
                    KeyDerivation.Method.valueOf(kdf.getString("method")),
                    kdf.getInt("memoryKib"),
                    kdf.getInt("iterations"),
                    kdf.getInt("lanes"),
                    kdf.getString("salt"));
            String nonce = file.getString("nonce");
            String header = header(derivation, nonce);
            String sealed = file.getString("sealed");
            if (!checksum(header, sealed).equals(file.getString("checksum"))) {
                throw new KeystoreException(Reason.DAMAGED, where);
            }
            if (derivation.method() != unlock.method()) {
                throw new KeystoreException(Reason.WRONG_PASSPHRASE, where);
            }
            return crypt(Cipher.DECRYPT_MODE, HEX.parseHex(sealed), key(derivation, unlock), nonce, header);
        } catch (AEADBadTagException e) {
            throw new KeystoreException(Reason.WRONG_PASSPHRASE, where, e);
        } catch (JsonException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | NullPointerException
                | GeneralSecurityException e) {
            throw new KeystoreException(Reason.DAMAGED, where, e);
        }
    }

    private static byte[] crypt(int mode, byte[] input, byte[] key, String nonceHex, String header)
            throws GeneralSecurityException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, HEX.parseHex(nonceHex)));
            cipher.updateAAD(header.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] key(KeyDerivation derivation, KeystoreUnlock unlock) {
        byte[] salt = HEX.parseHex(derivation.saltHex());
        return unlock.withSecret(secret -> derivation.key(secret, salt));
    }

    private static String json(KeyDerivation derivation, String nonce, String sealed) {
        return Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("version", VERSION)
                .add(
                        "keyDerivation",
                        Json.createObjectBuilder()
                                .add("method", derivation.method().name())
                                .add("memoryKib", derivation.memoryKib())
                                .add("iterations", derivation.iterations())
                                .add("lanes", derivation.lanes())
                                .add("salt", derivation.saltHex()))
                .add("cipher", CIPHER)
                .add("nonce", nonce)
                .add("sealed", sealed)
                .add("checksum", checksum(header(derivation, nonce), sealed))
                .build()
                .toString();
    }

    /** Everything readable, in one form that does not depend on how the JSON is written. */
    private static String header(KeyDerivation derivation, String nonce) {
        return String.join(
                "|",
                FORMAT,
                Integer.toString(VERSION),
                derivation.method().name(),
                Integer.toString(derivation.memoryKib()),
                Integer.toString(derivation.iterations()),
                Integer.toString(derivation.lanes()),
                derivation.saltHex(),
                CIPHER,
                nonce);
    }

    private static String checksum(String header, String sealed) {
        try {
            byte[] input = (header + "|" + sealed).getBytes(StandardCharsets.UTF_8);
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(input));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String randomHex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HEX.formatHex(value);
    }
}
