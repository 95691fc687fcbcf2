package network.peer.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import network.peer.access.AccessKeys;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import network.peer.web.access.AccessTokens.AccessToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.750Z");
    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

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
        assertThat(header.getString("kid")).isEqualTo(AccessKeys.current().keyId());
    }

    @Test
    void isSignedByTheKeyThatTheServersTrust() throws Exception {
        String[] parts = issue().jwt().split("\\.", 3);

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(AccessKeys.current().publicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void isNotShownByToString() {
        AccessToken token = issue();

        assertThat(token.toString()).doesNotContain(token.jwt());
    }

    private static AccessToken issue() {
        User user = new User(
                ID, "a@example.org", "anna", UserStatus.ACTIVE, true, Set.of(Role.USER, Role.OPERATOR), "CODE", NOW);
        return new AccessTokens(Clock.fixed(NOW, ZoneOffset.UTC))
                .issue(user, AccessKeys.current(), "peer-network", Duration.ofMinutes(10));
    }

    private static JsonObject part(AccessToken token, int index) {
        byte[] json = Base64.getUrlDecoder().decode(token.jwt().split("\\.", 3)[index]);
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(json))) {
            return reader.readObject();
        }
    }
}
