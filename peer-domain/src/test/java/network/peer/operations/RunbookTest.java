package network.peer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken by a message finds its page: reads the sources of all modules and {@code docs/runbook}. */
class RunbookTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path RUNBOOK = REPOSITORY.resolve("docs/runbook");
    private static final List<String> MODULES =
            List.of("peer-domain", "peer-chain", "peer-batch", "peer-web", "peer-ear/launcher");
    private static final Pattern MESSAGE_ID = Pattern.compile("PEER-[A-Z]+-[0-9]+");
    private static final Pattern ALARM = Pattern.compile("Level\\.(?:WARNING|ERROR)\\b(?!\\s*\\))[^;]*;");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)[^)]*\\)");

    @Test
    void everyMessageInTheSourceHasItsPage() {
        assertThat(messageIdsInTheSource()).isNotEmpty().isSubsetOf(pages());
    }

    /** A statement ends at its semicolon; one that only sets a level has the level as its last argument. */
    @Test
    void everyWarningAndErrorInTheSourceHasItsId() {
        List<String> without = MODULES.stream()
                .flatMap(module -> files(REPOSITORY.resolve(module).resolve("src/main/java"), ".java"))
                .flatMap(source -> ALARM.matcher(read(source))
                        .results()
                        .map(MatchResult::group)
                        .filter(statement -> !MESSAGE_ID.matcher(statement).find())
                        .map(statement -> source.getFileName() + ": " + statement))
                .toList();

        assertThat(without).isEmpty();
    }

    @Test
    void anAlarmWithoutIdIsFound() {
        assertThat(ALARM.matcher("LOGGER.log(Level.WARNING, \"it went wrong\");")
                        .find())
                .isTrue();
        assertThat(ALARM.matcher("LOGGER.log(bad ? Level.ERROR : Level.INFO, \"it\");")
                        .find())
                .isTrue();
        assertThat(ALARM.matcher("logger.setLevel(Level.WARNING);").find()).isFalse();
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

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() {
        List<Path> documents = Stream.concat(
                        Stream.of(REPOSITORY.resolve("README.md"), REPOSITORY.resolve("CHANGELOG.md")),
                        files(REPOSITORY.resolve("docs"), ".md"))
                .toList();

        for (Path document : documents) {
            LINK.matcher(read(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*|"))
                    .forEach(target -> assertThat(document.resolveSibling(target))
                            .as(document + " links to " + target)
                            .exists());
        }
    }

    private static Set<String> messageIdsInTheSource() {
        return MODULES.stream()
                .flatMap(module -> files(REPOSITORY.resolve(module).resolve("src/main/java"), ".java"))
                .flatMap(source -> MESSAGE_ID.matcher(read(source)).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> pages() {
        return files(RUNBOOK, ".md")
                .map(page -> page.getFileName().toString())
                .filter(name -> name.startsWith("PEER-"))
                .map(name -> name.replace(".md", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** None if there is no such folder: a module may have no Java of its own. */
    private static Stream<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList().stream();
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
