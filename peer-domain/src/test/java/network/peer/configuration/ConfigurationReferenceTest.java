package network.peer.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code docs/configuration.md} is written by this test, never by hand. */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN = "<!-- begin: written by ConfigurationReferenceTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void referenceListsEverySetting() throws IOException {
        String reference = Files.readString(REFERENCE);
        String current = reference.substring(0, reference.indexOf(BEGIN) + BEGIN.length())
                + table()
                + reference.substring(reference.indexOf(END));
        if (Boolean.getBoolean("configuration.update")) {
            Files.writeString(REFERENCE, current);
        }

        assertThat(Files.readString(REFERENCE))
                .as("docs/configuration.md; write it anew with -Dconfiguration.update=true")
                .isEqualTo(current);
    }

    private static String table() {
        return "| key | environment variable | default | secret | module | meaning |\n|---|---|---|---|---|---|\n"
                + Stream.of(Setting.values())
                        .map(ConfigurationReferenceTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        String defaultValue = setting.defaultValue().isEmpty() ? "–" : "`" + setting.defaultValue() + "`";
        return "| `%s` | `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        setting.key(),
                        setting.environmentVariable(),
                        defaultValue,
                        setting.isSecret() ? "yes" : "no",
                        setting.module(),
                        setting.meaning());
    }
}
