package network.peer.launcher.bench.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.IntStream;
import network.peer.access.AccessKey;
import network.peer.access.AccessKeys;
import network.peer.configuration.Setting;

/** Access tokens of all users, signed by the installation's own key as the server would after a log-in. */
final class ApiTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String[] tokens;

    private ApiTokens(String[] tokens) {
        this.tokens = tokens;
    }

    /**
     * @param home of the server, which has made its keys there
     * @param lifetime long enough for all phases
     */
    static ApiTokens sign(Path home, int users, Duration lifetime) {
        System.setProperty(Setting.HOME.key(), home.toString());
        AccessKey key = AccessKeys.current().signing();
        long now = Instant.now().getEpochSecond();
        String header = BASE64.encodeToString(("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + key.keyId() + "\"}")
                .getBytes(StandardCharsets.UTF_8));
        return new ApiTokens(IntStream.rangeClosed(0, users)
                .parallel()
                .mapToObj(user -> signed(key, header + "." + claims(user, now, now + lifetime.toSeconds())))
                .toArray(String[]::new));
    }

    String of(int user) {
        return tokens[user];
    }

    private static String claims(int user, long issuedAt, long expiresAt) {
        String claims =
                "{\"iss\":\"%s\",\"sub\":\"%s\",\"groups\":[\"USER\"],\"iat\":%d,\"exp\":%d,\"sid\":\"%s\",\"jti\":\"%s\"}"
                        .formatted(
                                Setting.JWT_ISSUER.value(),
                                ApiUsers.userId(user),
                                issuedAt,
                                expiresAt,
                                ApiUsers.sessionId(user),
                                UUID.randomUUID());
        return BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(AccessKey key, String content) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.privateKey());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs RS256", e);
        }
    }
}
