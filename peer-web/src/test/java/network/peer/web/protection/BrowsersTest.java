package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to browsers. */
class BrowsersTest {
    @Test
    void onlyAConfiguredOriginIsAllowedAndOnlyAsItIs() {
        Origins origins = new Origins(List.of("https://app.example.org", "http://localhost:3000"));

        assertThat(origins.allow("https://app.example.org")).isTrue();
        assertThat(origins.allow("http://localhost:3000")).isTrue();
        assertThat(origins.allow("https://app.example.org.evil.example")).isFalse();
        assertThat(origins.allow("http://app.example.org")).isFalse();
        assertThat(origins.allow("null")).isFalse();
        assertThat(origins.allow(null)).isFalse();
    }

    @Test
    void noOriginIsAllowedUnlessConfigured() {
        assertThat(Origins.configured().allow("https://app.example.org")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "app.example.org", "https://app.example.org/", "https://App.example.org"})
    void whatNoBrowserSendsIsAFaultOfTheConfiguration(String origin) {
        assertThatThrownBy(() -> new Origins(List.of(origin)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("peer.api.cors-origins");
    }

    @Test
    void answersOfTheApiMayLoadNothing() {
        assertThat(SecurityHeaders.of("/graphql", false))
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "no-referrer")
                .doesNotContainKey("Strict-Transport-Security")
                .hasEntrySatisfying("Content-Security-Policy", policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("self", "unsafe"));
    }

    @Test
    void scriptsAreRunOnThePageForDevelopmentOnlyAndOnlyItsOwn() {
        assertThat(SecurityHeaders.of("/graphiql/", false).get("Content-Security-Policy"))
                .contains("script-src 'self';");
        assertThat(SecurityHeaders.of("/", false).get("Content-Security-Policy"))
                .doesNotContain("script-src");
    }

    @Test
    void whoCameByHttpsIsToldToStayThere() {
        assertThat(SecurityHeaders.of("/", true)).containsKey("Strict-Transport-Security");
    }

    @Test
    void everyFileOfGraphiQLIsInTheApplicationAndLoadsNothingFromElsewhere() throws IOException {
        for (GraphiQLServlet.Asset asset : GraphiQLServlet.assets()) {
            try (InputStream file = asset.open()) {
                String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text).as(asset.resource()).isNotBlank();
                assertThat(text.contains("src=\"http") || text.contains("href=\"http") || text.contains("url(http"))
                        .as(asset.resource())
                        .isFalse();
            }
        }
    }
}
