package network.peer.identity.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Bearer secrets of 256 random bits. Only their SHA-256 is stored; so much entropy needs no salt. */
public final class SecretToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST = 100;

    private SecretToken() {}

    public static String generate() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** What is stored of a token, and looked up by. */
    public static byte[] hash(String token) {
        String bounded = token.length() > LONGEST ? "" : token;
        try {
            return MessageDigest.getInstance("SHA-256").digest(bounded.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
