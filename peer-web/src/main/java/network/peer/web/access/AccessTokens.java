package network.peer.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.access.AccessKey;
import network.peer.access.AccessKeys;
import network.peer.configuration.Setting;
import network.peer.identity.User;
import network.peer.token.Ids;

/** Signs and verifies access tokens: JWT, RS256, subject = user id, groups = roles. */
@ApplicationScoped
public class AccessTokens {
    private static final String GROUPS = "groups";
    private static final String SESSION = "sid";
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Tokens that were verified lately. What changes, their end and the trusted keys, is looked at each time. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Clock clock;
    private final Cache<String, Accepted> accepted =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

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

    /** What a token that was verified says. */
    public record Verified(UUID subject, UUID sessionId, Set<String> groups, Instant expiresAt) {}

    /** A token that is good until it expires or its session ends. */
    public AccessToken issue(User user, UUID sessionId) {
        AccessKey key = AccessKeys.current().signing();
        Instant issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = issuedAt.plus(Setting.ACCESS_TOKEN_SECONDS.seconds());
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.keyId())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(Setting.JWT_ISSUER.value())
                .subject(user.id().toString())
                .claim(GROUPS, user.roles().stream().map(Enum::name).sorted().toList())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(expiresAt))
                .claim(SESSION, sessionId.toString())
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java signs RS256", e);
        }
        return new AccessToken(jwt.serialize(), expiresAt);
    }

    private record Accepted(AccessKey key, Verified token) {
        boolean isStillGood(AccessKeys keys, Instant now) {
            return now.isBefore(token.expiresAt().plusSeconds(CLOCK_SKEW_SECONDS))
                    && keys.byId(key.keyId())
                            .filter(trusted -> trusted.publicKey().equals(key.publicKey()))
                            .isPresent();
        }
    }

    /** @throws BusinessException UNAUTHENTICATED if the token is not one of ours, or has expired */
    public Verified verify(String jwt) {
        AccessKeys keys = AccessKeys.current();
        // Whoever reads the heap finds no token there.
        String hash = Ids.hash(jwt);
        Accepted known = accepted.getIfPresent(hash);
        if (known != null && known.isStillGood(keys, clock.instant())) {
            return known.token();
        }
        Accepted verified = verify(jwt, keys);
        accepted.put(hash, verified);
        return verified.token();
    }

    private Accepted verify(String jwt, AccessKeys keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        // The algorithm is ours to choose, never the token's.
        processor.setJWSKeySelector((header, context) -> JWSAlgorithm.RS256.equals(header.getAlgorithm())
                ? keys.byId(String.valueOf(header.getKeyID())).map(AccessKey::publicKey).stream()
                        .toList()
                : List.of());
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(clock));
        try {
            SignedJWT signed = SignedJWT.parse(jwt);
            JWTClaimsSet claims = processor.process(signed, null);
            return new Accepted(
                    keys.byId(signed.getHeader().getKeyID()).orElseThrow(),
                    new Verified(
                            UUID.fromString(claims.getSubject()),
                            UUID.fromString(claims.getStringClaim(SESSION)),
                            Set.copyOf(claims.getStringListClaim(GROUPS)),
                            claims.getExpirationTime().toInstant()));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException notOurs) {
            throw new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning(), notOurs);
        }
    }

    /** The public halves of the keys whose tokens are accepted, as a JWK set (RFC 7517). */
    public String jwkSet() {
        List<JWK> keys = AccessKeys.current().trusted().stream()
                .<JWK>map(key -> new RSAKey.Builder(key.publicKey())
                        .keyID(key.keyId())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .build())
                .toList();
        return new JWKSet(keys).toString();
    }

    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClaimsVerifier(Clock clock) {
            super(
                    new JWTClaimsSet.Builder()
                            .issuer(Setting.JWT_ISSUER.value())
                            .build(),
                    Set.of("sub", SESSION, GROUPS, "iat", "exp"));
            this.clock = clock;
            setMaxClockSkew(
                    Math.toIntExact(Duration.ofSeconds(CLOCK_SKEW_SECONDS).toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
