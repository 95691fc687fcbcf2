package network.peer.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import network.peer.access.AccessKeys;
import network.peer.configuration.Setting;
import network.peer.identity.User;

/** Signs access tokens: JWT, RS256, subject = user id, groups = roles. The server verifies them (MicroProfile JWT). */
@ApplicationScoped
public class AccessTokens {
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final Clock clock;

    /** Token lifetimes are of the real world, also where business time is moved. */
    @Inject
    public AccessTokens() {
        this(Clock.systemUTC());
    }

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    /** A signed token and the instant at which it stops being accepted. */
    public record AccessToken(String jwt, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "AccessToken[expiresAt=" + expiresAt + "]";
        }
    }

    public AccessToken issue(User user) {
        return issue(user, AccessKeys.current(), Setting.JWT_ISSUER.value(), Setting.ACCESS_TOKEN_SECONDS.seconds());
    }

    AccessToken issue(User user, AccessKeys keys, String issuer, Duration lifetime) {
        Instant issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = issuedAt.plus(lifetime);
        JsonObject header = Json.createObjectBuilder()
                .add("alg", "RS256")
                .add("typ", "JWT")
                .add("kid", keys.keyId())
                .build();
        JsonObject claims = Json.createObjectBuilder()
                .add("iss", issuer)
                .add("sub", user.id().toString())
                .add("upn", user.id().toString())
                .add(
                        "groups",
                        Json.createArrayBuilder(
                                user.roles().stream().map(Enum::name).sorted().toList()))
                .add("iat", issuedAt.getEpochSecond())
                .add("exp", expiresAt.getEpochSecond())
                .add("jti", UUID.randomUUID().toString())
                .build();
        String signed = encode(header) + "." + encode(claims);
        return new AccessToken(signed + "." + sign(keys, signed), expiresAt);
    }

    private static String encode(JsonObject part) {
        return BASE64_URL.encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(AccessKeys keys, String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.privateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return BASE64_URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs RS256", e);
        }
    }
}
