package network.peer.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.peer.configuration.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BasicPasswordTest {
    @AfterEach
    void unset() {
        System.clearProperty(Setting.METRICS_PASSWORD.key());
    }

    @Test
    void onlyUserAndPasswordOfTheSettingsGetIn() {
        System.setProperty(Setting.METRICS_PASSWORD.key(), "s:ecret");

        assertThat(BasicPassword.matches(basic("metrics:s:ecret"))).isTrue();
        assertThat(BasicPassword.matches("basic" + basic("metrics:s:ecret").substring(5)))
                .isTrue();
        assertThat(BasicPassword.matches(basic("metrics:s:ecre"))).isFalse();
        assertThat(BasicPassword.matches(basic("metric:s:ecret"))).isFalse();
        assertThat(BasicPassword.matches("Basic metrics:s:ecret")).isFalse();
        assertThat(BasicPassword.matches("Bearer s:ecret")).isFalse();
        assertThat(BasicPassword.matches(null)).isFalse();
    }

    @Test
    void withoutAPasswordNobodyGetsIn() {
        assertThat(BasicPassword.isSet()).isFalse();
        assertThat(BasicPassword.matches(basic("metrics:"))).isFalse();
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
