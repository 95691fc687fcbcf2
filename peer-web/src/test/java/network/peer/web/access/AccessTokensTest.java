package network.peer.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.access.AccessKeys;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import network.peer.web.access.AccessTokens.AccessToken;
import network.peer.web.access.AccessTokens.Verified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.750Z");
    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private static final UUID SESSION = UUID.fromString("01900000-0000-7000-8000-000000000002");

    @TempDir
    private Path home;

    @BeforeEach
    void keepKeysInAFolderOfTheTest() {
        System.setProperty("peer.home", home.toString());
    }

    @AfterEach
    void forgetTheFolder() {
        System.clearProperty("peer.home");
    }

    @Test
    void saysWhoWithWhichRolesForHowLong() {
        AccessToken token = issue();

        JsonObject claims = part(token, 1);
        assertThat(claims.getString("iss")).isEqualTo("peer-network");
        assertThat(claims.getString("sub")).isEqualTo(ID.toString());
        assertThat(claims.getJsonArray("groups").getValuesAs(JsonString::getString))
                .containsExactly("OPERATOR", "USER");
        assertThat(claims.getJsonNumber("iat").longValueExact()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.getJsonNumber("exp").longValueExact()).isEqualTo(NOW.getEpochSecond() + 600);
        assertThat(token.expiresAt()).isEqualTo("2026-11-22T10:10:00Z");
    }

    @Test
    void namesAlgorithmAndKey() {
        JsonObject header = part(issue(), 0);

        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(header.getString("kid"))
                .isEqualTo(AccessKeys.current().signing().keyId());
    }

    @Test
    void isSignedByTheKeyThatTheServersTrust() throws Exception {
        String[] parts = issue().jwt().split("\\.", 3);

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(AccessKeys.current().signing().publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void isNotShownByToString() {
        AccessToken token = issue();

        assertThat(token.toString()).doesNotContain(token.jwt());
    }

    @Test
    void isAcceptedUntilItExpires() {
        AccessToken token = issue();

        Verified verified = at(NOW.plusSeconds(599)).verify(token.jwt());

        assertThat(verified.subject()).isEqualTo(ID);
        assertThat(verified.sessionId()).isEqualTo(SESSION);
        assertThat(verified.groups()).containsExactlyInAnyOrder("OPERATOR", "USER");
        assertRefused(NOW.plusSeconds(632), token.jwt());
    }

    @Test
    void oneThatWasAcceptedBeforeExpiresAllTheSame() {
        String jwt = issue().jwt();
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AccessTokens tokens = new AccessTokens(clockOf(now));

        Verified first = tokens.verify(jwt);
        now.set(NOW.plusSeconds(628));
        assertThat(tokens.verify(jwt)).isEqualTo(first);
        now.set(NOW.plusSeconds(632));

        assertThatThrownBy(() -> tokens.verify(jwt)).isInstanceOf(BusinessException.class);
    }

    @Test
    void oneThatWasAcceptedBeforeIsRefusedWhenItsKeyIsTrustedNoLonger() {
        String jwt = issue().jwt();
        AccessTokens tokens = at(NOW);

        tokens.verify(jwt);
        System.setProperty("peer.home", home.resolve("other").toString());

        assertThatThrownBy(() -> tokens.verify(jwt)).isInstanceOf(BusinessException.class);
    }

    @Test
    void isAcceptedAfterItsKeyWasRotatedAndSoAreTheNewOnes() {
        AccessToken before = issue();
        AccessKeys.rotate(Duration.ofMinutes(10));
        AccessToken after = issue();

        assertThat(part(after, 0).getString("kid")).isNotEqualTo(part(before, 0).getString("kid"));
        assertThat(at(NOW).verify(before.jwt())).isEqualTo(at(NOW).verify(after.jwt()));
    }

    @Test
    void othersTokensAreRefused() {
        String[] parts = issue().jwt().split("\\.", 3);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        System.setProperty("peer.home", home.resolve("other").toString());
        String foreign = issue().jwt();
        System.setProperty("peer.home", home.toString());
        System.setProperty("peer.jwt.issuer", "somebody");
        String otherIssuer = issue().jwt();
        System.clearProperty("peer.jwt.issuer");

        assertRefused(NOW, foreign);
        assertRefused(NOW, otherIssuer);
        assertRefused(NOW, none + "." + parts[1] + ".");
        assertRefused(NOW, none + "." + parts[1] + "." + parts[2]);
        assertRefused(NOW, parts[0] + "." + parts[1] + ".AAAA" + parts[2].substring(4));
        assertRefused(NOW, "");
        assertRefused(NOW, "a.b.c");
    }

    @Test
    void publishesEveryTrustedKeyAndNothingPrivate() {
        AccessToken token = issue();

        String set = at(NOW).jwkSet();

        assertThat(set).contains(part(token, 0).getString("kid")).doesNotContain("\"d\"");
        try (JsonReader reader = Json.createReader(new StringReader(set))) {
            assertThat(reader.readObject().getJsonArray("keys"))
                    .hasSize(AccessKeys.current().trusted().size());
        }
    }

    private static void assertRefused(Instant now, String jwt) {
        assertThatThrownBy(() -> at(now).verify(jwt))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    private static Clock clockOf(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return Objects.requireNonNull(now.get());
            }
        };
    }

    private static AccessTokens at(Instant now) {
        return new AccessTokens(Clock.fixed(now, ZoneOffset.UTC));
    }

    private static AccessToken issue() {
        User user = new User(
                ID, "a@example.org", "anna", UserStatus.ACTIVE, true, Set.of(Role.USER, Role.OPERATOR), "CODE", NOW);
        return at(NOW).issue(user, SESSION);
    }

    private static JsonObject part(AccessToken token, int index) {
        byte[] json = Base64.getUrlDecoder().decode(token.jwt().split("\\.", 3)[index]);
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(json))) {
            return reader.readObject();
        }
    }
}
