package network.peer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by a message finds its page: reads the sources of all modules and {@code docs/runbook}. */
class RunbookTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path RUNBOOK = REPOSITORY.resolve("docs/runbook");
    private static final Pattern MESSAGE_ID = Pattern.compile("PEER-[A-Z]{3}-[0-9]{3}");

    @Test
    void everyMessageInTheSourceHasItsPage() {
        assertThat(messageIdsInTheSource()).isNotEmpty().isSubsetOf(pages());
    }

    @Test
    void everyPageSaysWhatItMustSay() {
        for (String id : pages()) {
            assertThat(read(RUNBOOK.resolve(id + ".md")))
                    .as(id)
                    .startsWith("# " + id + ": ")
                    .containsSubsequence(
                            "\n## Meaning\n", "\n## How to see\n", "\n## What to do\n", "\n## What never to do\n");
        }
    }

    @Test
    void theIndexListsEveryPage() {
        String index = read(RUNBOOK.resolve("README.md"));

        for (String id : pages()) {
            assertThat(index).contains("\n| [" + id + "](" + id + ".md) | ");
        }
    }

    private static Set<String> messageIdsInTheSource() {
        return files(REPOSITORY, RunbookTest::isMainSource)
                .flatMap(source ->
                        MESSAGE_ID.matcher(read(REPOSITORY.resolve(source))).results())
                .map(Matcher::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isMainSource(Path file) {
        return file.toString().matches("peer-.*/src/main/java/.*\\.java");
    }

    private static Set<String> pages() {
        return files(RUNBOOK, file -> file.toString().startsWith("PEER-"))
                .map(page -> page.toString().replace(".md", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(folder::relativize).filter(wanted).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
