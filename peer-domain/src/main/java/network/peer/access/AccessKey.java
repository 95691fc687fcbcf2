package network.peer.access;

import java.io.IOException;
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
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** One RSA key pair for access tokens, kept as a file with the private key, from which the public one follows. */
public final class AccessKey {
    private static final int MODULUS_BITS = 2048;
    private static final String PEM_LABEL = "PRIVATE KEY";
    private static final Base64.Encoder PEM_LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final RSAPrivateCrtKey privateKey;
    private final RSAPublicKey publicKey;

    private AccessKey(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
    }

    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    public RSAPublicKey publicKey() {
        return publicKey;
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

    /** Makes a new key in that file, unless another node has made one there first. */
    static void generate(Path file) throws IOException, GeneralSecurityException {
        Path home = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(home);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(MODULUS_BITS);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path draft = Files.createTempFile(home, file.getFileName().toString(), ".new", ownerOnly(home));
        try {
            Files.writeString(draft, boundary("BEGIN") + PEM_LINES.encodeToString(key) + "\n" + boundary("END"));
            // A link either appears whole or fails: of two nodes that start together one wins and both read its key.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherNodeWasFaster) {
            // Its key is as good as ours and will be read.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A line around the key in its file (RFC 7468). */
    private static String boundary(String which) {
        return "-----" + which + " " + PEM_LABEL + "-----\n";
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    static AccessKey read(Path file) throws IOException, GeneralSecurityException {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] key = Base64.getDecoder().decode(body);
            return new AccessKey(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (IllegalArgumentException | ClassCastException | InvalidKeySpecException e) {
            throw new GeneralSecurityException("no RSA key in PKCS#8 PEM: " + file, e);
        }
    }
}
