package network.peer.launcher.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import network.peer.launcher.LauncherException;
import network.peer.launcher.Progress;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

    @Test
    void anUnknownBenchmarkIsAnsweredWithThoseThatThereAre() {
        assertRefused("bench", "speed", "There is no benchmark 'speed': -Dbench= takes settlement or api.");
    }

    @Test
    void sizesThatAreNoneAreNamedInOneSentence() {
        assertRefused("bench.seconds", "0", "-Dbench.seconds=0 is no number above 0.");
        assertRefused("bench.users", "many", "-Dbench.users=many is no number above 0.");
        assertRefused(
                "bench.clients", "41", "-Dbench.clients is at most 40, the connections that the server's pool has.");
        assertRefused("bench.users", "63", "-Dbench.users is at least twice -Dbench.clients and at most 50000.");
    }

    private static void assertRefused(String name, String value, String sentence) {
        Properties given = new Properties();
        given.setProperty("bench", "api");
        given.setProperty(name, value);

        assertThatThrownBy(() -> Benchmarks.run(given, Progress.silent()))
                .isInstanceOf(LauncherException.class)
                .hasMessage(sentence);
    }
}
