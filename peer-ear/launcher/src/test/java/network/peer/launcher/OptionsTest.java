package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutOptionsEverythingIsLocalOnPort8080WithTheDay() {
        Options options = Options.of(Map.of());

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.server()).isEqualTo(ServerKind.WILDFLY);
        assertThat(options.demo()).isTrue();
        assertThat(options.exit()).isFalse();
        assertThat(options.database()).isNull();
        assertThat(options.rpcUrl()).isNull();
        assertThat(options.data()).isNull();
    }

    @Test
    void readsWhatIsGiven() {
        Options options = Options.of(
                Map.of("port", "9000", "server", "Payara", "demo", "none", "db.url", "jdbc:postgresql://h/d"));

        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.server()).isEqualTo(ServerKind.PAYARA);
        assertThat(options.demo()).isFalse();
        assertThat(String.valueOf(options.database())).isEqualTo("jdbc:postgresql://h/d as peer_app");
    }

    @Test
    void exitNeedsNoValue() {
        assertThat(Options.of(Map.of("exit", "")).exit()).isTrue();
        assertThat(Options.of(Map.of("exit", "true")).exit()).isTrue();
        assertThat(Options.of(Map.of("exit", "false")).exit()).isFalse();
    }

    @Test
    void portZeroTakesAFreeOne() {
        assertThat(Options.of(Map.of("port", "0")).port()).isPositive();
    }

    @Test
    void eachWrongOptionIsNamedInOneSentence() {
        assertRefused(Map.of("port", "abc"), "-Dport=abc");
        assertRefused(Map.of("port", "70000"), "-Dport=70000");
        assertRefused(Map.of("server", "tomcat"), "tomcat");
        assertRefused(Map.of("demo", "year"), "year");
        assertRefused(Map.of("db.url", "mysql://x"), "-Ddb.url");
        assertRefused(Map.of("rpc.url", "localhost:8899"), "-Drpc.url");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port))
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("Port " + port + " is taken");
        }
    }

    private static void assertRefused(Map<String, String> given, String named) {
        assertThatThrownBy(() -> Options.of(given))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(named);
    }
}
