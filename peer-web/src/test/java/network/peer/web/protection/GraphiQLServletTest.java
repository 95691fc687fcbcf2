package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;

import network.peer.web.testing.ServletCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for development is there in development, and nowhere else. */
class GraphiQLServletTest {
    private static final String MODE = "peer.mode";

    @AfterEach
    void forgetTheMode() {
        System.clearProperty(MODE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"/", "/start.js", "/graphiql.min.js", "/react.production.min.js", "/no-such-file"})
    void nothingOfItIsThereInProduction(String path) {
        System.setProperty(MODE, "production");

        ServletCall call = ServletCall.get(path).to(new GraphiQLServlet());

        assertThat(call.status()).isEqualTo(404);
        assertThat(call.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/start.js", "/graphiql.min.js", "/react.production.min.js"})
    void allOfItIsThereInDevelopment(String path) {
        System.setProperty(MODE, "development");

        ServletCall call = ServletCall.get(path).to(new GraphiQLServlet());

        assertThat(call.status()).isEqualTo(200);
        assertThat(call.text()).isNotBlank();
    }
}
