package network.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has every code of the catalogue, and no other. */
class ErrorReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "errors.md");
    private static final String BEGIN = "<!-- begin: written by ErrorReferenceTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void referenceListsEveryCode() throws IOException {
        String reference = Files.readString(REFERENCE);
        String current = reference.substring(0, reference.indexOf(BEGIN) + BEGIN.length())
                + table()
                + reference.substring(reference.indexOf(END));
        if (Boolean.getBoolean("errors.update")) {
            Files.writeString(REFERENCE, current);
        }

        assertThat(Files.readString(REFERENCE))
                .as("docs/errors.md; write it anew with -Derrors.update=true")
                .isEqualTo(current);
    }

    private static String table() {
        return "| code | retryable | meaning |\n|---|---|---|\n"
                + Stream.of(ErrorCode.values())
                        .map(code -> "| `%s` | %s | %s |\n"
                                .formatted(code, code.isRetryable() ? "yes" : "no", code.meaning()))
                        .collect(Collectors.joining());
    }
}
