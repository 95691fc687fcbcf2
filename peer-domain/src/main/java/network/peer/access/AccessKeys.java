package network.peer.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.configuration.Setting;

/**
 * The RSA key pair of this installation's access tokens. The first node that needs it generates it into
 * {@code peer.home}; further nodes share the folder, or are given a copy of the file before they start.
 */
public final class AccessKeys {
    /** Name of the file in {@code peer.home}: the private key as PKCS#8 PEM, from which the public one follows. */
    public static final String FILE_NAME = "access-token-key.pem";

    private static final int MODULUS_BITS = 2048;
    private static final Base64.Encoder PEM_LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final Map<Path, AccessKeys> LOADED = new ConcurrentHashMap<>();

    private final RSAPrivateCrtKey privateKey;
    private final RSAPublicKey publicKey;

    private AccessKeys(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
    }

    /** The keys in {@code peer.home}, generated there if this is the first look. */
    public static AccessKeys current() {
        Path home = Path.of(Setting.HOME.value()).toAbsolutePath().normalize();
        return LOADED.computeIfAbsent(home, AccessKeys::load);
    }

    static AccessKeys load(Path home) {
        Path file = home.resolve(FILE_NAME);
        try {
            if (Files.notExists(file)) {
                generate(home, file);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the access token key cannot be read or created: " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the access token key is no RSA key in PKCS#8 PEM: " + file, e);
        }
    }

    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    public String publicKeyPem() {
        return pem("PUBLIC KEY", publicKey.getEncoded());
    }

    /** The key's name in tokens: its JWK thumbprint (RFC 7638), so every node that has the key calls it the same. */
    public String keyId() {
        String jwk = "{\"e\":\"" + unsigned(publicKey.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                + unsigned(publicKey.getModulus()) + "\"}";
        try {
            return BASE64_URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(jwk.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int signByte = bytes[0] == 0 ? 1 : 0;
        return BASE64_URL.encodeToString(Arrays.copyOfRange(bytes, signByte, bytes.length));
    }

    private static void generate(Path home, Path file) throws IOException, GeneralSecurityException {
        Files.createDirectories(home);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(MODULUS_BITS);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path draft = Files.createTempFile(home, FILE_NAME, ".new", ownerOnly(home));
        try {
            Files.writeString(draft, pem("PRIVATE KEY", key));
            // A link either appears whole or fails: of two nodes that start together one wins and both read its key.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherNodeWasFaster) {
            // Its key is as good as ours and will be read.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static AccessKeys read(Path file) throws IOException, GeneralSecurityException {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] key = Base64.getDecoder().decode(body);
            return new AccessKeys(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new GeneralSecurityException("no PKCS#8 PEM", e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n" + PEM_LINES.encodeToString(encoded) + "\n-----END " + kind + "-----\n";
    }
}
